package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.event.OperationListener;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ObserverTest { // POLY-02, POLY-03, POLY-18, UM-05

    private final Driver driver = Driver.open(Kernel.host(), DriverOptions.permits(8));
    private final List<String> told = new ArrayList<>();

    @TempDir private Path folder = Path.of("");

    private class Teller implements OperationListener {
        @Override
        public void submitted(long id, int opcode, int fd, int length) {
            told.add("submitted " + id + " " + opcode);
        }

        @Override
        public void completed(long id, int opcode, int fd, int length, int result, boolean isLast) {
            told.add("completed " + id + " " + opcode + " " + result + " " + isLast);
        }
    }

    @AfterEach
    void close() {
        assertEquals(0, driver.close(driver.now() + 10_000_000_000L).quarantined());
    }

    private void until(BooleanSupplier condition) {
        long deadline = driver.now() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(driver.now() < deadline, "not within 10 s");
            driver.step(16);
        }
    }

    private void run(NopOperation nop) {
        assertTrue(driver.start(nop).isTaken());
        until(() -> !nop.isPending());
    }

    @Test
    void a_listener_hears_of_each_operation_once() {
        run(new NopOperation());
        driver.insight().listen(new Teller());
        run(new NopOperation());
        run(new NopOperation());
        driver.insight().listen(null);
        run(new NopOperation());
        int nop = Opcode.NOP.bits();
        assertEquals(
                List.of(
                        "submitted 1 " + nop,
                        "completed 1 " + nop + " 0 true",
                        "submitted 2 " + nop,
                        "completed 2 " + nop + " 0 true"),
                told);
    }

    /// What it starts is not told to it, nor how that ends.
    @Test
    void a_listener_may_start_operations_without_recursion() {
        List<NopOperation> own = new ArrayList<>();
        driver.insight()
                .listen(
                        new Teller() {
                            @Override
                            public void submitted(long id, int opcode, int fd, int length) {
                                super.submitted(id, opcode, fd, length);
                                start();
                            }

                            @Override
                            public void completed(
                                    long id,
                                    int opcode,
                                    int fd,
                                    int length,
                                    int result,
                                    boolean isLast) {
                                super.completed(id, opcode, fd, length, result, isLast);
                                start();
                            }

                            private void start() {
                                NopOperation nop = new NopOperation();
                                own.add(nop);
                                assertTrue(driver.start(nop).isTaken());
                            }
                        });
        run(new NopOperation());
        until(() -> own.stream().noneMatch(Operation::isPending));
        assertEquals(2, own.size());
        assertEquals(2, told.size());
    }

    @Test
    void what_a_listener_throws_harms_nobody() {
        driver.insight()
                .listen(
                        new Teller() {
                            @Override
                            public void submitted(long id, int opcode, int fd, int length) {
                                throw new IllegalStateException("on purpose");
                            }
                        });
        run(new NopOperation());
        assertEquals(1, told.size());
        assertEquals(1, driver.counts().callbackFailures());
    }

    @Test
    void an_operation_that_never_ran_is_told_as_cancelled() throws IOException {
        try (PipeRead read = new PipeRead()) {
            driver.insight().listen(new Teller());
            assertTrue(driver.start(read).isTaken());
            driver.step(1);
            List<Insight.UnderWay> underWay = driver.insight().underWay();
            assertEquals(1, underWay.size());
            assertEquals("IN_RING", underWay.getFirst().stage());
            driver.cancel(read);
            assertTrue(driver.insight().underWay().getFirst().isCancelled());
            until(() -> !read.isPending());
            String last = told.getLast();
            assertTrue(last.contains(" " + Errno.ECANCELED.negative() + " true"), last);
            assertEquals(List.of(), driver.insight().underWay());
        }
    }

    @Test
    void the_flight_recorder_has_each_operation() throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable("dev.ringmark.Operation").withoutThreshold();
            recording.start();
            driver.step(1);
            for (int count = 0; count < 5; count++) {
                run(new NopOperation());
            }
            recording.stop();
            Path file = folder.resolve("operations.jfr");
            recording.dump(file);
            List<RecordedEvent> events =
                    RecordingFile.readAllEvents(file).stream()
                            .filter(
                                    e ->
                                            e.getEventType()
                                                    .getName()
                                                    .equals("dev.ringmark.Operation"))
                            .toList();
            assertEquals(5, events.size());
            RecordedEvent first = events.getFirst();
            assertEquals(Opcode.NOP.bits(), first.getInt("opcode"));
            assertEquals(0, first.getInt("result"));
            assertNotEquals(0, first.getLong("id"));
            assertTrue(first.getDuration().toNanos() > 0);
        }
        run(new NopOperation());
    }
}
