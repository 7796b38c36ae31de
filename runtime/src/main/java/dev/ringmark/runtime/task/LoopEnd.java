package dev.ringmark.runtime.task;

import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.Insight;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// How a loop ends, on its own thread: its tasks are cancelled and waited for, then its ring ends,
/// all by a deadline.
final class LoopEnd {

    private static final Logger LOGGER = System.getLogger(Loop.class.getName());

    private final Loop loop;
    private final Driver driver;
    private final Turns turns;
    private final Roster<Task<?>> tasks;

    LoopEnd(Loop loop, Driver driver, Turns turns, Roster<Task<?>> tasks) {
        this.loop = loop;
        this.driver = driver;
        this.turns = turns;
        this.tasks = tasks;
    }

    /// @param failure why it ends, or an empty text
    /// @param end completes when nothing is left to do, whatever is thrown
    void run(long deadline, String failure, Errands errands, CompletableFuture<LoopReport> end) {
        int quarantined = 0;
        String dump = "";
        try {
            tasks.members().forEach(Task::cancel);
            while (!tasks.isEmpty() && loop.now() - deadline < 0 && driver.failure() == null) {
                if (turns.toIdle() && !tasks.isEmpty()) {
                    driver.await(deadline);
                }
            }
            List<Insight.UnderWay> last = driver.insight().underWay();
            quarantined = driver.close(deadline).quarantined();
            turns.drain(deadline);
            if (tasks.size() + quarantined > 0) {
                dump = Dumps.of(loop.snapshot(), last, tasks.members()).describe();
                LOGGER.log(Level.WARNING, "not ended by the deadline: " + dump);
            }
        } finally {
            int left = tasks.size();
            errands.end();
            turns.calls.close();
            Watchdog.forget(loop);
            end.complete(new LoopReport(left, quarantined, failure, dump));
        }
    }
}
