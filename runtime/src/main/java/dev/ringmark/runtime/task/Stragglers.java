package dev.ringmark.runtime.task;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Where tasks go on whose loop has ended: one platform thread for all of them, there while needed.
final class Stragglers {

    private static final ThreadPoolExecutor THREAD = thread();

    private Stragglers() {}

    static void run(Strand strand) {
        THREAD.execute(strand::run);
    }

    private static ThreadPoolExecutor thread() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        1,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().name("ringmark-stragglers").daemon(true).factory());
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
