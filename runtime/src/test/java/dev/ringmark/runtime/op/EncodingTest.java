package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.layout.TimespecLayout;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.ring.Sqe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/// What goes in comes out: arguments as fields of SQEs, addresses there and back.
class EncodingTest { // SR-06d, SR-15b

    private static final int SIZE = 4096;

    @Property(tries = 200)
    void a_read_has_its_arguments_in_the_sqe(
            @ForAll @IntRange(min = 0) int fd,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE - SIZE) long offset,
            @ForAll @IntRange(min = 0, max = SIZE) int start,
            @ForAll @IntRange(min = 0, max = SIZE) int length) {
        int fits = Math.min(length, SIZE - start);
        try (Ring ring = Ring.open(Kernel.host(), RingOptions.entries(1));
                OwnedBuffer buffer = OwnedBuffer.allocate(SIZE)) {
            Read read = Read.at(Fd.of(fd), offset, new Span(buffer, start, fits));
            Sqe sqe = Objects.requireNonNull(ring.nextSqe());
            read.lend(this);
            read.prepare(sqe, new Scratch());
            read.giveBack(this);
            MemorySegment bytes = sqe.bytes();
            assertEquals(fd, bytes.get(JAVA_INT, SqeLayout.FD));
            assertEquals(offset, bytes.get(JAVA_LONG, SqeLayout.OFF));
            long address = bytes.get(JAVA_LONG, SqeLayout.ADDR);
            assertEquals(buffer.view().address() + start, address);
            assertEquals(fits, bytes.get(JAVA_INT, SqeLayout.LEN));
            assertEquals(0, bytes.get(JAVA_BYTE, SqeLayout.FLAGS));
        }
    }

    @Property(tries = 200)
    void a_timeout_has_its_time_in_the_timespec(
            @ForAll @LongRange(min = 0) long seconds,
            @ForAll @IntRange(min = 0, max = 999_999_999) int nanos) {
        try (Ring ring = Ring.open(Kernel.host(), RingOptions.entries(1))) {
            Timeout timeout = Timeout.after(Duration.ofSeconds(seconds, nanos));
            Scratch scratch = new Scratch();
            scratch.reset(timeout.scratchSize());
            timeout.prepare(Objects.requireNonNull(ring.nextSqe()), scratch);
            MemorySegment timespec = scratch.at(0, TimespecLayout.SIZE);
            assertEquals(seconds, timespec.get(JAVA_LONG, TimespecLayout.TV_SEC));
            assertEquals(nanos, timespec.get(JAVA_LONG, TimespecLayout.TV_NSEC));
            scratch.free();
        }
    }

    @Property(tries = 500)
    void what_is_out_of_range_is_refused_by_name_and_value(
            @ForAll @LongRange(min = Long.MIN_VALUE, max = -1) long negative,
            @ForAll @IntRange(min = SIZE + 1) int tooLong) {
        try (OwnedBuffer buffer = OwnedBuffer.allocate(SIZE)) {
            Fd<FileKind.Any> fd = Fd.of(0);
            IllegalArgumentException offset =
                    assertThrows(
                            IllegalArgumentException.class, () -> Read.at(fd, negative, buffer));
            assertTrue(offset.toString().contains("offset: " + negative), offset::toString);
            IllegalArgumentException length =
                    assertThrows(
                            IllegalArgumentException.class, () -> new Span(buffer, 0, tooLong));
            assertTrue(length.toString().contains("length: " + tooLong), length::toString);
            Duration time = Duration.ofSeconds(negative);
            assertThrows(IllegalArgumentException.class, () -> Timeout.after(time));
        }
    }

    @Property(tries = 200)
    void an_inet_address_comes_back_as_it_went(
            @ForAll @Size(4) byte[] four,
            @ForAll @Size(16) byte[] sixteen,
            @ForAll @IntRange(max = 65535) int port)
            throws UnknownHostException {
        assertComesBack(new InetSocketAddress(InetAddress.getByAddress(four), port));
        InetAddress six = InetAddress.getByAddress(sixteen);
        assertComesBack(new InetSocketAddress(six, port));
    }

    @Property(tries = 100)
    void a_unix_address_comes_back_as_it_went(
            @ForAll @AlphaChars @StringLength(min = 1, max = 107) String path) {
        assertComesBack(UnixDomainSocketAddress.of(path));
    }

    private static void assertComesBack(SocketAddress address) {
        byte[] encoded = Addresses.encode(address);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(JAVA_BYTE, encoded);
            assertEquals(address, Addresses.decode(memory, encoded.length));
        }
    }
}
