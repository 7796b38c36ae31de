package dev.ringmark.runtime.io;

import dev.ringmark.runtime.task.BlockingPool;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// The slow computations of a handshake, which would hold up everything else on a loop: they run on
/// the pool. One whose caller was made to leave is waited for by the next.
final class TlsTasks {

    private final SSLEngine engine;
    private @Nullable FutureTask<String> begun;

    TlsTasks(SSLEngine engine) {
        this.engine = engine;
    }

    /// Runs what the engine has to do before it goes on.
    void run() {
        while (true) {
            FutureTask<String> now = begun;
            if (now == null) {
                Runnable task = engine.getDelegatedTask();
                if (task == null) {
                    return;
                }
                now = new FutureTask<>(task, "");
                begun = now;
            }
            FutureTask<String> work = now;
            BlockingPool.shared()
                    .call(
                            () -> {
                                work.run(); // which does nothing a second time
                                return work.get();
                            });
            begun = null;
        }
    }
}
