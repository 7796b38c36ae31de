package dev.ringmark.chaos.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Many seeds on several threads, with the result that one thread would have.
///
/// The seeds are cut into parts, each the business of one thread. Where parts break promises, what
/// counts is the lowest seed, and nothing of the parts behind it.
public final class Seeds {

    private static final int PART = 500;

    /// Hears how far it is; any thread.
    @FunctionalInterface
    public interface Progress {
        void at(long done);
    }

    private final LongFunction<Script> scripts;
    private final long first;
    private final long count;
    private final Progress progress;
    private final Campaign.@Nullable Result[] parts;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger end;
    private final AtomicLong done = new AtomicLong();

    private Seeds(LongFunction<Script> scripts, long first, long count, Progress progress) {
        this.scripts = scripts;
        this.first = first;
        this.count = count;
        this.progress = progress;
        parts = new Campaign.Result[Math.toIntExact((count + PART - 1) / PART)];
        end = new AtomicInteger(parts.length);
    }

    /// Runs seeds until one breaks a promise.
    ///
    /// @param scripts the script of each seed
    /// @param threads how many, 1 or more
    public static Campaign.Result run(
            LongFunction<Script> scripts, long first, long count, int threads, Progress progress) {
        if (count < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "count: " + count + ", threads: " + threads + ", expected 1 or more of each");
        }
        return new Seeds(scripts, first, count, progress).run(threads);
    }

    private Campaign.Result run(int threads) {
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                all.add(workers.submit(this::runParts));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted after " + done + " seeds", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the harness itself failed: " + e.getCause(), e);
        }
        Campaign.Result whole = Campaign.Result.none();
        for (int part = 0; part < end.get(); part++) {
            Campaign.Result result = parts[part];
            if (result == null) {
                throw new IllegalStateException("part " + part + " was not run");
            }
            whole = whole.plus(result);
        }
        return whole;
    }

    private void runParts() {
        try (Campaign campaign = new Campaign(scripts)) {
            for (int part = next.getAndIncrement();
                    part < end.get();
                    part = next.getAndIncrement()) {
                long from = (long) part * PART;
                Campaign.Result result = campaign.run(first + from, Math.min(PART, count - from));
                parts[part] = result;
                if (result.finding() != null) {
                    int behind = part + 1;
                    end.updateAndGet(known -> Math.min(known, behind));
                }
                progress.at(done.addAndGet(result.seeds()));
            }
        }
    }
}
