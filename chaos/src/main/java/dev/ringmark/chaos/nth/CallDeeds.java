package dev.ringmark.chaos.nth;

import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Submitted;
import dev.ringmark.runtime.ring.BufferRing;
import dev.ringmark.runtime.ring.FixedBuffers;
import dev.ringmark.runtime.ring.FixedFiles;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.WakeKind;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Setup, each register operation that the runtime uses, and what a driver does with them: its
/// start, its sleep and its end.
final class CallDeeds {

    private static final long SECOND = 1_000_000_000L;
    private static final int KEPT = 3;
    private static final Duration SHORT = Duration.ofMillis(1);

    private CallDeeds() {}

    static void addTo(List<Deed> all) {
        registers(all);
        all.add(Deed.of("a driver that is opened", w -> open(w, WakeKind.EVENTFD)));
        all.add(Deed.of("a driver that is sent messages", w -> open(w, WakeKind.MESSAGE)));
        all.add(Deed.of("a sleep that another thread ends", CallDeeds::sleep));
        all.add(Deed.of("more completions than the CQ holds", CallDeeds::overflow));
        all.add(Deed.of("a close while polls are under way", CallDeeds::close));
    }

    private static void registers(List<Deed> all) {
        add(all, "RING_FDS", (ring, _) -> closing(ring.registerRingFd(), () -> {}));
        add(
                all,
                "FILES",
                (ring, w) -> {
                    FixedFiles.register(ring, w.reader.number(), w.writer.number()).close();
                    return "ok";
                });
        add(
                all,
                "FILES2",
                (ring, _) -> {
                    FixedFiles.sparse(ring, 2).close();
                    return "ok";
                });
        add(all, "FILES_UPDATE", CallDeeds::updateFiles);
        add(
                all,
                "BUFFERS",
                (ring, w) -> {
                    FixedBuffers.register(ring, w.buffer.view(), w.buffer.view()).close();
                    return "ok";
                });
        add(
                all,
                "BUFFERS2",
                (ring, _) -> {
                    FixedBuffers.sparse(ring, 2).close();
                    return "ok";
                });
        add(
                all,
                "PBUF_RING",
                (ring, _) -> {
                    BufferRing.register(ring, 3, 4).close();
                    return "ok";
                });
        add(
                all,
                "PBUF_RING that the kernel allocates",
                (ring, _) -> {
                    BufferRing.register(ring, 3, 4, BufferRingFlag.MMAP).close();
                    return "ok";
                });
        all.add(
                Deed.of(
                        "ENABLE_RINGS",
                        w ->
                                on(
                                        w,
                                        RingOptions.entries(2).with(SetupFlag.R_DISABLED),
                                        ring -> Errno.describe(ring.enable()))));
    }

    private interface Registration {
        String run(Ring ring, World world);
    }

    private interface Use {
        String use(Ring ring);
    }

    private static void add(List<Deed> all, String name, Registration registration) {
        all.add(
                Deed.of(
                        name,
                        w -> on(w, RingOptions.entries(2), ring -> registration.run(ring, w))));
    }

    /// On a ring of its own, which is made while nothing fails.
    private static String on(World world, RingOptions options, Use use) {
        try (Ring ring = Ring.open(world.kernel, options)) {
            return world.fallible(() -> use.use(ring));
        }
    }

    private static String closing(int result, Runnable undo) {
        undo.run();
        return result >= 0 ? "ok" : Errno.describe(result);
    }

    private static String updateFiles(Ring ring, World world) {
        int reader = world.reader.number();
        world.nth.arm(false);
        FixedFiles table = FixedFiles.register(ring, FixedFiles.EMPTY, FixedFiles.EMPTY);
        world.nth.arm(true);
        try {
            int done = table.update(0, reader, world.writer.number());
            return done == 2 ? "ok" : "short: " + done;
        } finally {
            table.close();
        }
    }

    /// Setup, mappings, eventfd, and the first operation.
    private static String open(World world, WakeKind wake) {
        DriverOptions options = world.shape.options().withWake(wake);
        Supplier<String> what =
                () -> {
                    Driver driver = Driver.open(world.kernel, options);
                    String answer = World.describe(Nop.plain().submit(driver).await());
                    boolean isWoken = isWoken(world, driver);
                    int left = driver.close(driver.now() + SECOND).quarantined();
                    return isWoken && left == 0 ? answer : "not woken, or " + left + " left";
                };
        return world.fallible(what);
    }

    private static boolean isWoken(World world, Driver driver) {
        boolean[] hasRun = {false};
        world.kernel.schedule(SHORT, () -> driver.execute(() -> hasRun[0] = true));
        for (int turn = 0; turn < 1000 && !hasRun[0]; turn++) {
            if (driver.step(8) == 0) {
                driver.await(Driver.NEVER);
            }
        }
        return hasRun[0];
    }

    private static String sleep(World world) {
        return world.fallible(() -> isWoken(world, world.driver) ? "ok" : "not woken");
    }

    /// More completions than the CQ holds, of which one is awaited.
    private static String overflow(World world) {
        int count = world.driver.ring().cqEntries() + KEPT;
        String answer =
                world.fallible(
                        () -> {
                            Submitted<?> poll =
                                    Poll.of(world.reader, PollEvent.IN).submit(world.driver);
                            world.driver.step(8);
                            for (int at = 0; at < count; at++) {
                                world.kernel.outside().forge(~0L, 0);
                            }
                            world.fill(world.writer, 1);
                            return World.describe(poll.await());
                        });
        world.empty(world.reader);
        return answer;
    }

    private static String close(World world) {
        Driver driver = Driver.open(world.kernel, world.shape.options());
        Submitted<?> first = Poll.of(world.reader, PollEvent.IN).submit(driver);
        driver.step(8);
        return world.fallible(
                () -> {
                    int left = driver.close(driver.now() + SECOND).quarantined();
                    return left == 0 && first.poll() != null ? "ok" : left + " given up";
                });
    }
}
