package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// Some of everything that a driver does, in a JVM whose system calls somebody meddles with; prints
/// what came of it.
public final class DriverWorkload {

    private static final int ROUNDS = 20;
    private static final int TIMER_NS = 1_000_000;

    private final Driver driver;
    private final AtomicInteger ran = new AtomicInteger();
    private final List<String> wrong = new ArrayList<>();
    private int fired;

    private DriverWorkload(DriverOptions options) {
        driver = Driver.open(Kernel.host(), options);
    }

    /// Runs it, and fails if something was lost, doubled or early.
    ///
    /// @param args `defer` for a ring with DEFER_TASKRUN
    public static void main(String[] args) throws InterruptedException {
        DriverOptions options = DriverOptions.permits(16).withSqEntries(4);
        if (args.length > 0 && args[0].equals("defer")) {
            options = options.with(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN);
        }
        DriverWorkload workload = new DriverWorkload(options);
        for (int round = 0; round < ROUNDS && workload.driver.failure() == null; round++) {
            workload.round(round);
        }
        workload.end();
    }

    private void round(int round) throws InterruptedException {
        List<NopOperation> nops = Stream.generate(NopOperation::new).limit(14).toList();
        nops.forEach(driver::start);
        PipeRead answered = new PipeRead();
        PipeRead cancelled = new PipeRead();
        driver.start(answered);
        driver.start(cancelled);
        long due = driver.now() + TIMER_NS;
        driver.schedule(timer(due), due);
        driver.step(64);
        Thread other =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    driver.execute(ran::incrementAndGet);
                                    answered.write();
                                });
        driver.cancel(cancelled);
        until(() -> driver.inFlight() == 0 && ran.get() > round && fired > round);
        other.join();
        if (driver.failure() == null) {
            nops.forEach(nop -> check(nop, "[0, released]"));
            check(answered, "[8, released]");
            // Where the SQ had no room for it yet, the kernel never knew of it.
            check(cancelled, "[-ECANCELED, released]", "[CANCELLED, released]");
        }
        answered.close();
        cancelled.close();
    }

    private void until(BooleanSupplier isSo) {
        long deadline = driver.now() + 20_000_000_000L;
        while (driver.failure() == null && !isSo.getAsBoolean()) {
            if (driver.now() > deadline) {
                throw new AssertionError("stuck: " + driver.counts());
            }
            if (driver.step(64) == 0 && !isSo.getAsBoolean()) {
                driver.await(deadline);
            }
        }
    }

    private Timer timer(long due) {
        return new Timer() {
            @Override
            protected void fired() {
                fired++;
                if (driver.now() < due) {
                    wrong.add("a timer fired early");
                }
            }

            @Override
            protected void abandoned(EndReason reason) {
                fired++;
            }
        };
    }

    private void check(NopOperation operation, String... expected) {
        if (!List.of(expected).contains(operation.events.toString())) {
            wrong.add(operation.events + " instead of " + List.of(expected));
        }
    }

    private void end() {
        CloseReport report = driver.close(driver.now() + 10_000_000_000L);
        DriverCounts counts = driver.counts();
        if (counts.accepted() != counts.ended() || report.quarantined() > 0 || !wrong.isEmpty()) {
            throw new AssertionError(wrong + " " + report + " " + counts);
        }
        Failure failure = driver.failure();
        System.out.println("failure " + (failure == null ? "none" : failure.describe()));
        System.out.println("starved " + counts.starved());
        System.out.println("interrupted " + counts.interrupted());
        System.out.println("short " + counts.shortSubmits());
    }
}
