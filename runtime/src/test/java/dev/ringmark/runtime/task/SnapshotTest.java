package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.event.LoopDump;
import dev.ringmark.runtime.event.LoopSnapshot;
import dev.ringmark.runtime.event.OperationListener;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.DriverCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SnapshotTest { // UM-08, UM-09, UM-10, UM-11, POLY-23, POLY-27, I-26

    @Test
    void a_snapshot_says_what_each_task_waits_for() {
        Loops.with(
                loop -> {
                    CompletableFuture<String> never = new CompletableFuture<>();
                    try (Pipe pipe = new Pipe()) {
                        RawRequest named = named(pipe.read());
                        loop.fork("reader", () -> loop.call(named));
                        loop.fork("waiter", () -> Task.await(never, null));
                        loop.fork(
                                "sleeper",
                                () -> {
                                    Task.sleep(Duration.ofDays(1));
                                    return "";
                                });
                        Map<String, String> expected =
                                Map.of(
                                        "reader", "a \"read\"",
                                        "waiter", "a future",
                                        "sleeper", "time");
                        Loops.until(() -> waits(loop.snapshot()).equals(expected));
                        // With a hand-off the task waits before the loop has its operation.
                        Loops.until(() -> loop.snapshot().inFlight() == 1);
                        LoopSnapshot snapshot = loop.snapshot();
                        assertEquals(1, snapshot.count("accepted"));
                        assertEquals(
                                DriverCounts.class.getRecordComponents().length,
                                snapshot.counts().size());
                        String json = snapshot.toJson();
                        assertTrue(json.contains("\"waitsFor\":\"a \\\"read\\\"\""), json);
                        assertTrue(json.contains("\"counts\":{\"accepted\":1,\"ended\":0"), json);
                        loop.close(Loops.PATIENCE);
                        LoopSnapshot after = loop.snapshot();
                        assertEquals(0, after.inFlight());
                        assertEquals(0, after.runnable());
                        assertEquals(Map.of(), waits(after));
                        assertTrue(after.operationsPerEnter() > 0);
                    }
                });
    }

    @Test
    void a_dump_has_what_is_in_flight_and_the_stacks() { // I-26, POLY-18
        Loops.with(
                loop -> {
                    try (Pipe pipe = new Pipe()) {
                        RawRequest read = named(pipe.read());
                        loop.fork("reader", () -> loop.call(read));
                        CompletableFuture<Integer> nobody = loop.submit(named(pipe.read()));
                        Loops.until(loop, 2);
                        LoopDump dump = loop.dump();
                        assertEquals(
                                List.of("IN_RING: a \"read\"", "IN_RING: a \"read\""),
                                dump.operations());
                        assertEquals(1, dump.snapshot().transients());
                        assertEquals(dump.snapshot().permits() - 2, dump.snapshot().free());
                        String text = dump.describe();
                        assertTrue(text.contains("task \"reader\" waits for a \"read\""), text);
                        assertTrue(text.contains("SnapshotTest"), text);
                        nobody.cancel(false);
                        loop.close(Loops.PATIENCE);
                        assertEquals(0, loop.snapshot().transients());
                    }
                });
    }

    @Test
    void a_missed_deadline_tells_everything_in_flight() throws InterruptedException {
        AtomicInteger stops = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        try {
            Loop loop = Loops.start();
            Task<Integer> stubborn =
                    loop.fork(
                            "stubborn",
                            () -> {
                                while (gate.getCount() > 0) {
                                    try {
                                        Task.sleep(Duration.ofMillis(1));
                                    } catch (TaskException e) {
                                        stops.incrementAndGet(); // it does not listen
                                        LockSupport.parkNanos(1_000_000);
                                    }
                                }
                                return 1;
                            });
            LoopReport report = loop.close(Duration.ofMillis(50));
            assertFalse(report.isClean());
            assertTrue(stops.get() > 0);
            String text = report.dump();
            assertTrue(text.contains("task \"stubborn\""), text);
            gate.countDown();
            stubborn.thread().join();
        } finally {
            gate.countDown();
        }
    }

    @Test
    void turns_are_recorded_and_a_listener_may_call_the_loop() throws IOException {
        List<Integer> opcodes = new CopyOnWriteArrayList<>();
        List<CompletableFuture<Integer>> started = new CopyOnWriteArrayList<>();
        Path file = Files.createTempFile("turns", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.ringmark.Turn").withoutThreshold();
            recording.start();
            Loops.with(
                    loop -> {
                        loop.listen(
                                new OperationListener() {
                                    @Override
                                    public void submitted(long id, int opcode, int fd, int length) {
                                        opcodes.add(opcode);
                                        started.add(loop.submit(Loops.NOP));
                                    }

                                    @Override
                                    public void completed(
                                            long id,
                                            int opcode,
                                            int fd,
                                            int length,
                                            int result,
                                            boolean isLast) {
                                        opcodes.add(-1 - opcode);
                                    }
                                });
                        assertEquals(0, loop.call(Loops.NOP));
                        Loops.until(() -> loop.counts().ended() >= 2);
                        loop.listen(null);
                    });
            recording.stop();
            recording.dump(file);
            boolean hasTurn =
                    RecordingFile.readAllEvents(file).stream()
                            .anyMatch(
                                    event ->
                                            event.getEventType()
                                                            .getName()
                                                            .equals("dev.ringmark.Turn")
                                                    && event.getInt("moved") > 0);
            assertTrue(hasTurn);
        } finally {
            Files.delete(file);
        }
        assertEquals(List.of(0, -1), opcodes); // not what the listener has started
        assertTrue(started.stream().allMatch(CompletableFuture::isDone));
    }

    private static RawRequest named(RawRequest read) {
        return new RawRequest() {
            @Override
            public void prepare(Sqe sqe) {
                read.prepare(sqe);
            }

            @Override
            public String toString() {
                return "a \"read\"";
            }
        };
    }

    private static Map<String, String> waits(LoopSnapshot snapshot) {
        return snapshot.tasks().stream()
                .collect(
                        Collectors.toMap(
                                LoopSnapshot.TaskView::name, LoopSnapshot.TaskView::waitsFor));
    }
}
