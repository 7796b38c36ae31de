package dev.ringmark.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.MappingLedger;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.shard.DriverCounts;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.uapi.AcceptFlag;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/// Loops for tests of sockets, which show at their end that nothing is left: no operation, no fd,
/// no native memory.
final class Net {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Duration SHORT = Duration.ofMillis(5);
    static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    static final InetSocketAddress ANY_PORT_6 = new InetSocketAddress(loopback6(), 0);

    /// What 5.10 does not have of what is used here (docs/features.md).
    static final List<UapiConstant> NEWER_THAN_5_10 =
            List.of(
                    Opcode.SHUTDOWN,
                    Opcode.SOCKET,
                    Opcode.BIND,
                    Opcode.LISTEN,
                    Opcode.SEND_ZC,
                    Opcode.SENDMSG_ZC,
                    Opcode.READ_MULTISHOT,
                    AcceptFlag.MULTISHOT,
                    RecvSendFlag.RECV_MULTISHOT,
                    RecvSendFlag.RECVSEND_BUNDLE,
                    RecvSendFlag.RECVSEND_POLL_FIRST,
                    RegisterOp.PBUF_RING,
                    BufferRingFlag.INC);

    private Net() {}

    private static InetAddress loopback6() {
        byte[] address = new byte[16];
        address[15] = 1;
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    interface Body {
        void run(Loop loop) throws Exception;
    }

    static LoopOptions options() {
        return LoopOptions.named("net-under-test").withHeldMax(Duration.ZERO);
    }

    /// Runs a test from a task of the loop, and from a thread elsewhere.
    static void both(Body body) {
        both(Kernel.host(), body);
    }

    /// The same, on this kernel and on one that lacks what came after 5.10: but in a guest, whose
    /// kernel is old or new by itself.
    static void onOldAndNew(Body body) {
        both(Kernel.host(), body);
        if (!NeedsHost.Condition.isGuest()) {
            both(as5_10(), body);
        }
    }

    static Kernel as5_10() {
        return Masked.hiding(Kernel.host(), NEWER_THAN_5_10.toArray(UapiConstant[]::new));
    }

    static void both(Kernel kernel, Body body) {
        onTask(kernel, options(), body);
        with(kernel, options(), body);
    }

    static void onTask(Kernel kernel, LoopOptions options, Body body) {
        with(
                kernel,
                options,
                loop ->
                        loop.fork(
                                        () -> {
                                            body.run(loop);
                                            return "";
                                        })
                                .join());
    }

    static void with(Kernel kernel, LoopOptions options, Body body) {
        List<String> fds = fds();
        MemoryLedger.Holdings memory = MemoryLedger.now();
        MappingLedger.Holdings mappings = MappingLedger.now();
        Loop loop = Loop.start(kernel, options);
        try {
            body.run(loop);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            loop.close(PATIENCE);
        }
        assertTrue(loop.close(PATIENCE).isClean(), () -> loop.close(PATIENCE).toString());
        DriverCounts counts = loop.counts();
        assertEquals(counts.accepted(), counts.ended()); // I-02
        assertEquals(0, counts.callbackFailures());
        assertEquals(memory, MemoryLedger.now());
        assertEquals(mappings, MappingLedger.now());
        until(() -> fds.equals(fds())); // the bell is closed by whoever leaves last
    }

    static long openFds() {
        return fds().size();
    }

    /// What the process has open of the kinds that are made here; the JVM opens files of its own
    /// when it likes.
    private static List<String> fds() {
        List<String> open = new ArrayList<>();
        for (File each : Objects.requireNonNull(new File("/proc/self/fd").listFiles())) {
            String what;
            try {
                what = Files.readSymbolicLink(each.toPath()).toString();
            } catch (IOException e) {
                continue; // closed meanwhile: that of the listing itself
            }
            if (what.matches("socket:.*|pipe:.*|anon_inode:\\[(io_uring|eventfd)]")) {
                open.add(what);
            }
        }
        return open;
    }

    /// Waits until something is so, which it must be in time.
    static void until(BooleanSupplier isSo) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not in time");
            Task.sleep(Duration.ofMillis(1));
        }
    }

    static Span text(String text) {
        return Span.of(OwnedBuffer.copying(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(OwnedBuffer buffer, int length) {
        return text(buffer.view(0, length));
    }

    static String text(MemorySegment data) {
        return new String(data.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
