package dev.ringmark.runtime.net;

import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.TaskException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the addresses of a name; for all threads.
@FunctionalInterface
public interface Resolver {

    /// The addresses of a name, the best first. Blocks the calling task, never its loop.
    ///
    /// @param host a name, or an address in writing
    /// @param time for all of it; null for as long as the scopes around it allow
    /// @return one or more
    /// @throws UnknownNameException when there are none
    /// @throws TaskException when something ended the wait
    List<InetAddress> resolve(String host, @Nullable Duration time);

    /// The JDK's, which asks the system (hosts file, name service), on the threads of a pool.
    static Resolver system(BlockingPool pool) {
        return (host, time) -> {
            try {
                return pool.call(() -> List.of(InetAddress.getAllByName(host)), time, _ -> {});
            } catch (TaskException.Failed e) {
                if (e.getCause() instanceof UnknownHostException unknown) {
                    throw new UnknownNameException(host, "the system says: " + unknown);
                }
                throw e;
            }
        };
    }

    /// The JDK's, on the process's pool.
    static Resolver system() {
        return system(BlockingPool.shared());
    }
}
