package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.event.LoopSnapshot;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.DriverCounts;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SnapshotTest { // UM-08, UM-09, UM-11, POLY-23, POLY-27, I-26

    @Test
    void a_snapshot_says_what_each_task_waits_for() {
        Loops.with(
                loop -> {
                    CompletableFuture<String> never = new CompletableFuture<>();
                    try (Pipe pipe = new Pipe()) {
                        RawRequest read = pipe.read();
                        RawRequest named =
                                new RawRequest() {
                                    @Override
                                    public void prepare(Sqe sqe) {
                                        read.prepare(sqe);
                                    }

                                    @Override
                                    public String toString() {
                                        return "a \"read\"";
                                    }
                                };
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
                        LoopSnapshot snapshot = loop.snapshot();
                        assertEquals(1, snapshot.inFlight());
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

    private static Map<String, String> waits(LoopSnapshot snapshot) {
        return snapshot.tasks().stream()
                .collect(
                        Collectors.toMap(
                                LoopSnapshot.TaskView::name, LoopSnapshot.TaskView::waitsFor));
    }
}
