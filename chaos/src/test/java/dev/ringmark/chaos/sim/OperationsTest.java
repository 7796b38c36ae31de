package dev.ringmark.chaos.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Cancel;
import dev.ringmark.runtime.op.Chain;
import dev.ringmark.runtime.op.ChainReport.Fate;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.Receive;
import dev.ringmark.runtime.op.Send;
import dev.ringmark.runtime.op.Submitted;
import dev.ringmark.runtime.op.Timeout;
import dev.ringmark.runtime.op.Transfer;
import dev.ringmark.runtime.op.Write;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The operations of the runtime on the simulated kernel, as they run on the host.
class OperationsTest { // SR-04, SR-08d, SR-14, SR-15b, I-04

    private static final int SEEDS = 100;

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "6.1", "6.18"})
    void every_operation_ends_once_and_gives_its_buffer_back(String release) {
        try (PagePool pool = new PagePool()) {
            MemoryLedger.Holdings before = MemoryLedger.now();
            for (long seed = 0; seed < SEEDS; seed++) {
                SimulatedKernel.Options options =
                        SimulatedKernel.Options.of(Profile.of(release), seed);
                try (SimulatedKernel kernel = new SimulatedKernel(options, pool)) {
                    run(kernel, new Random(seed));
                }
            }
            assertEquals(before, MemoryLedger.now());
        }
    }

    private static void run(SimulatedKernel kernel, Random random) {
        int[] pipe = new int[2];
        int[] sockets = new int[2];
        assertEquals(0, kernel.calls().pipe(pipe, 0));
        assertEquals(0, kernel.calls().socketPair(1, 1, 0, sockets));
        Fd<FileKind.Any> reader = Fd.of(pipe[0]);
        Fd<FileKind.Any> writer = Fd.of(pipe[1]);
        Driver driver = Driver.open(kernel, DriverOptions.permits(16).withSqEntries(4));
        List<OwnedBuffer> buffers = new ArrayList<>();
        List<Submitted<Transfer>> reads = new ArrayList<>();
        for (int at = 0; at < 4; at++) {
            OwnedBuffer buffer = OwnedBuffer.allocate(8);
            buffers.add(buffer);
            reads.add(Read.from(reader, buffer).submit(driver));
            assertTrue(buffer.isLent());
        }
        reads.get(random.nextInt(4)).cancel();
        reads.get(0).cancelAfter(Duration.ofMillis(random.nextInt(3)));
        assertEquals(
                Timeout.End.TIME,
                Timeout.after(Duration.ofSeconds(1)).submit(driver).await().take());
        assertEquals(3, Write.to(writer, new byte[3]).submit(driver).await().take().bytes());
        Submitted<Set<PollEvent>> poll = Poll.of(reader, PollEvent.IN).submit(driver);
        assertEquals(
                2, Send.to(Fd.of(sockets[0]), new byte[2]).submit(driver).await().take().bytes());
        assertEquals(
                2,
                Receive.from(Fd.of(sockets[1]), new byte[8]).submit(driver).await().take().bytes());
        List<Fate> fates =
                Chain.of(Nop.plain())
                        .then(Write.to(Fd.of(999), new byte[1]))
                        .then(Nop.plain())
                        .submit(driver)
                        .await()
                        .fates();
        // Old kernels refuse the whole chain for a bad fd, new ones come as far as that.
        assertEquals(Fate.FAILED, fates.get(1));
        assertTrue(fates.get(2) != Fate.SUCCEEDED, fates::toString);
        poll.cancel();
        poll.await();
        reads.forEach(Submitted::cancel);
        int successes = 0;
        for (Submitted<Transfer> read : reads) {
            Completed<Transfer> completed = read.await();
            successes += completed.isSuccess() ? 1 : 0;
            assertTrue(completed.isSuccess() || completed.isCancelled(), completed::toString);
        }
        assertEquals(1, successes);
        Completed<Integer> none = Cancel.of(reader).submit(driver).await();
        assertTrue(none.isSuccess() || none.raw() < 0);
        for (OwnedBuffer buffer : buffers) {
            assertFalse(buffer.isLent());
            buffer.close();
        }
        assertEquals(null, driver.firstCallbackFailure());
        assertEquals(0, driver.close(driver.now() + 1_000_000_000L).quarantined());
    }
}
