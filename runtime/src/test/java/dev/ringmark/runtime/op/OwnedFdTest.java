package dev.ringmark.runtime.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.Filled;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.MappingLedger;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OwnedFdTest { // SR-10b, SR-15e, UM-18, C-62

    @Test
    void a_file_is_closed_after_the_last_operation_on_it() {
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(8)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            OwnedFd<FileKind.Any> reader = OwnedFd.adopt(loop.driver, pipe[0]);
            assertEquals(1, loop.run(Write.to(pipe[1], new byte[1])).take().bytes());
            assertEquals(1, loop.run(Read.from(reader, buffer)).take().bytes());
            Submitted<Transfer> waiting = Read.from(reader, buffer).submit(loop.driver);
            loop.driver.step(8);
            reader.close();
            assertFalse(reader.isClosed()); // the read has it still
            assertThrows(IllegalStateException.class, reader::number);
            Read late = Read.from(pipe[0], buffer);
            assertThrows(
                    IllegalStateException.class,
                    () -> Read.from(reader, buffer).submit(loop.driver));
            assertTrue(loop.await(waiting).isCancelled());
            loop.until(reader::isClosed);
            assertEquals(Errno.EBADF.negative(), loop.run(late).raw());
            assertEquals(1, loop.driver.counts().filesClosed());
            loop.close(pipe[1]);
        }
    }

    @Test
    void a_driver_that_ends_closes_what_it_owns() {
        try (Loop loop = new Loop()) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            OwnedFd<FileKind.Any> reader = OwnedFd.adopt(loop.driver, pipe[0]);
            assertFalse(reader.isClosed());
            loop.close(pipe[1]);
        } // looks that no fd is left
    }

    @Test
    void what_is_mapped_is_counted() {
        MappingLedger.Holdings before = MappingLedger.now();
        try (Loop loop = new Loop()) {
            MappingLedger.Holdings ring = MappingLedger.now();
            assertTrue(ring.mappings() > before.mappings() && ring.bytes() > before.bytes());
            BufferGroups groups = new BufferGroups(loop.driver, 1, 1, 1, 64);
            groups.choose();
            boolean isRing = groups.at(0).isRing();
            assertEquals(ring.mappings() + (isRing ? 1 : 0), MappingLedger.now().mappings());
            groups.close();
            assertEquals(ring, MappingLedger.now());
        }
    }

    private static final class Heard implements MultishotListener<Filled> {
        final List<Filled> pieces = new ArrayList<>();
        @Nullable Completed<Filled> end;

        @Override
        public void next(MultishotRun<Filled> run, Filled answer) {
            pieces.add(answer);
        }

        @Override
        public void ended(MultishotRun<Filled> run, Completed<Filled> ended) {
            end = ended;
        }
    }

    @Test
    void a_buffer_is_used_piece_by_piece_until_it_is_full() {
        try (Loop loop = new Loop()) {
            BufferGroups groups = new BufferGroups(loop.driver, 1, 1, 1, 64, BufferRingFlag.INC);
            groups.choose();
            assumeTrue(loop.driver.features().isUsed(Feature.INCREMENTAL_BUFFERS), "6.12");
            Fd<FileKind.Any>[] sockets = loop.sockets();
            Heard heard = new Heard();
            ReceiveEach.from(sockets[0], groups).start(loop.driver, 100, heard);
            for (int count = 1; count <= 4; count++) {
                int expected = count;
                assertEquals(16, loop.run(Send.to(sockets[1], new byte[16])).take().bytes());
                loop.until(() -> heard.pieces.size() == expected);
                assertEquals(count < 4 ? 1 : 0, groups.at(0).free());
            }
            long start = heard.pieces.getFirst().view().address();
            for (int at = 0; at < 4; at++) {
                assertEquals(start + 16L * at, heard.pieces.get(at).view().address());
            }
            loop.run(Send.to(sockets[1], new byte[16])).take();
            loop.until(() -> heard.end != null);
            assertEquals(Errno.ENOBUFS.negative(), Objects.requireNonNull(heard.end).raw());
            heard.pieces.subList(0, 3).forEach(Filled::close);
            assertEquals(0, groups.at(0).free());
            heard.pieces.getLast().close();
            assertEquals(1, groups.at(0).free());
            loop.close(sockets);
            groups.close();
        }
    }
}
