package dev.ringmark.chaos.sim;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.Filled;
import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.MultishotListener;
import dev.ringmark.runtime.op.MultishotRun;
import dev.ringmark.runtime.op.ReadEach;
import dev.ringmark.runtime.op.ReceiveEach;
import dev.ringmark.runtime.op.SendZeroCopy;
import dev.ringmark.runtime.op.Timeout;
import dev.ringmark.runtime.op.TimeoutEach;
import dev.ringmark.runtime.op.Write;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.shard.FeatureSet.Use;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The operations that use newer features, on simulated kernels that have them and that do not.
class ProgressiveInSimulationTest { // C-61, SR-18d, SR-22b, SR-25b, UM-18

    private static final int SEEDS = 100;
    private static final int MESSAGES = 6;

    private static final class Heard<R> implements MultishotListener<R> {
        final List<R> list = new ArrayList<>();
        @Nullable Completed<R> end;

        @Override
        public void next(MultishotRun<R> run, R answer) {
            list.add(answer);
        }

        @Override
        public void ended(MultishotRun<R> run, Completed<R> ended) {
            end = ended;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "6.1", "6.18"})
    void the_same_program_does_the_same_on_each_release(String release) {
        try (PagePool pool = new PagePool()) {
            MemoryLedger.Holdings before = MemoryLedger.now();
            for (long seed = 0; seed < SEEDS; seed++) {
                SimulatedKernel.Options options =
                        SimulatedKernel.Options.of(Profile.of(release), seed);
                try (SimulatedKernel kernel = new SimulatedKernel(options, pool)) {
                    run(kernel, new Random(seed), release);
                }
            }
            assertEquals(before, MemoryLedger.now());
        }
    }

    private static void until(Driver driver, BooleanSupplier condition) {
        for (int turn = 0; !condition.getAsBoolean(); turn++) {
            assertTrue(turn < 10_000, "not within 10,000 turns");
            if (driver.step(64) == 0) {
                driver.await(driver.now() + 1_000_000);
            }
        }
    }

    private static void run(SimulatedKernel kernel, Random random, String release) {
        int[] pipe = new int[2];
        int[] sockets = new int[2];
        assertEquals(0, kernel.calls().pipe(pipe, 0));
        assertEquals(0, kernel.calls().socketPair(1, 1, 0, sockets));
        Driver driver = Driver.open(kernel, DriverOptions.permits(16).withSqEntries(4));
        BufferGroups groups = new BufferGroups(driver, 1, 2, 4, 16);
        Heard<Filled> received = new Heard<>();
        MultishotRun<Filled> receiving =
                ReceiveEach.from(Fd.of(sockets[1]), groups).start(driver, 100, received);
        Heard<Filled> read = new Heard<>();
        MultishotRun<Filled> reading =
                ReadEach.from(Fd.of(pipe[0]), groups).start(driver, 100, read);
        Fd<FileKind.Any> socket = Fd.of(sockets[0]);
        for (byte at = 0; at < MESSAGES; at++) {
            byte[] message = {at, at, at};
            if (random.nextBoolean()) {
                takeOne(driver, received, () -> send(driver, socket, message), at);
            } else {
                takeOne(
                        driver,
                        read,
                        () -> Write.to(Fd.of(pipe[1]), message).submit(driver).await().take(),
                        at);
            }
        }
        Heard<?> ticks = ticks(driver);
        until(driver, () -> ticks.end != null);
        assertEquals(3, ticks.list.size());
        receiving.cancel();
        reading.cancel();
        until(driver, () -> received.end != null && read.end != null);
        boolean hasRings = driver.features().use(Feature.BUFFER_RINGS) == Use.USED;
        assertEquals(!release.equals("5.10"), hasRings);
        groups.close(); // throws when a buffer did not come back
        assertEquals(null, driver.firstCallbackFailure());
        assertEquals(0, driver.close(driver.now() + 1_000_000_000L).quarantined());
    }

    private static Heard<?> ticks(Driver driver) {
        Heard<Timeout.End> ticks = new Heard<>();
        TimeoutEach.every(Duration.ofMillis(1)).times(3).start(driver, 10, ticks);
        return ticks;
    }

    private static void send(Driver driver, Fd<FileKind.Any> socket, byte[] message) {
        try (OwnedBuffer buffer = OwnedBuffer.allocate(message.length)) {
            buffer.view().copyFrom(MemorySegment.ofArray(message));
            SendZeroCopy.to(socket, buffer).submit(driver).await().take();
        }
    }

    private static void takeOne(Driver driver, Heard<Filled> heard, Runnable send, byte value) {
        send.run();
        until(driver, () -> !heard.list.isEmpty());
        assertEquals(1, heard.list.size());
        Filled piece = heard.list.removeFirst();
        assertEquals(3, piece.length());
        assertEquals(value, piece.view().get(JAVA_BYTE, 2));
        piece.close();
    }
}
