package dev.ringmark.chaos.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.fault.FaultPlan;
import dev.ringmark.runtime.fs.File;
import dev.ringmark.runtime.fs.FileSystem;
import dev.ringmark.runtime.fs.OpenOptions;
import dev.ringmark.runtime.io.Progress;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files on the simulated kernel, where requests fail with -EIO and others, and transfers are
/// short.
class FilesInSimulationTest { // UM-43, SPG-076

    private static final int SEEDS = 100;
    private static final int SIZE = 1000;
    private static final Path PATH = Path.of("/data");

    private final PagePool pool = new PagePool();

    @AfterEach
    void close() {
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "6.18"})
    void what_is_said_to_be_written_is_written_whatever_fails(String release) {
        int failed = 0;
        int whole = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            long written = writeAll(release, seed);
            if (written == SIZE) {
                whole++;
            } else if (written >= 0) {
                failed++;
            }
        }
        assertTrue(whole > 0 && failed > 0, whole + " whole, " + failed + " failed");
    }

    /// How much was written, or -1 when the file could not be opened.
    private long writeAll(String release, long seed) {
        byte[] content = new byte[SIZE];
        new Random(seed).nextBytes(content);
        FaultPlan plan =
                FaultPlan.only(seed, List.of(FaultKind.CQE_ERROR, FaultKind.TRANSFER_SHORT));
        return writeAll(SimulatedKernel.Options.of(Profile.of(release), seed).with(plan), content);
    }

    private long writeAll(SimulatedKernel.Options options, byte[] content) {
        try (SimulatedKernel kernel = new SimulatedKernel(options, pool)) {
            LoopOptions loops = LoopOptions.named("simulated").withHeldMax(Duration.ZERO);
            Loop loop = Loop.onThisThread(kernel, loops.withDriver(DriverOptions.permits(8)));
            Task<Long> task = loop.fork(() -> writeAll(loop, content));
            while (!task.isDone()) {
                if (!loop.turn() && !task.isDone()) {
                    loop.awaitEvent();
                }
            }
            long written = task.join();
            assertTrue(loop.close(Duration.ofSeconds(1)).isClean());
            if (written >= 0) {
                assertWritten(kernel, content, (int) written);
            }
            return written;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "6.18"})
    void a_full_disk_says_how_much_had_room(String release) { // UM-43: -ENOSPC
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] content = new byte[SIZE];
            new Random(seed).nextBytes(content);
            int room = seed * SIZE / (SEEDS - 1);
            SimulatedKernel.Options options =
                    SimulatedKernel.Options.of(Profile.of(release), seed).with(Limits.ofDisk(room));
            assertEquals(room, writeAll(options, content));
            FaultPlan shortOnes = FaultPlan.only(seed, List.of(FaultKind.TRANSFER_SHORT));
            assertEquals(room, writeAll(options.with(shortOnes), content));
        }
    }

    private static long writeAll(Loop loop, byte[] content) {
        File file;
        try {
            file = FileSystem.on(loop).open(PATH, OpenOptions.replacing());
        } catch (RingException _) {
            return -1;
        }
        long written = content.length;
        try {
            file.writeAllAt(0, Span.of(content));
        } catch (RingException e) {
            written = Progress.of(e);
        }
        try {
            file.close();
        } catch (RingException e) {
            assertTrue(e.call().startsWith("CLOSE"), e::toString);
        }
        return written;
    }

    private static void assertWritten(SimulatedKernel kernel, byte[] content, int written) {
        try (Arena arena = Arena.ofConfined()) {
            int fd = kernel.calls().open(PATH.toString(), 0, 0);
            MemorySegment read = arena.allocate(SIZE);
            int count = Math.max(0, kernel.calls().read(fd, read));
            assertTrue(count >= written, count + " bytes, said to be " + written);
            for (int at = 0; at < written; at++) {
                assertEquals(content[at], read.get(ValueLayout.JAVA_BYTE, at));
            }
            kernel.calls().close(fd);
        }
    }
}
