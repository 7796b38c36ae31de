package dev.ringmark.examples;

import dev.ringmark.runtime.fs.FileSystem;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.shards.Shard;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.shards.ShardsLauncher;
import dev.ringmark.runtime.task.Boundary;
import dev.ringmark.runtime.task.BoundaryRequest;
import dev.ringmark.runtime.task.TaskException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A service in two worlds: threads of an ordinary pool ask, tasks on shards answer. The channel
/// between them is bounded, so that neither can flood the other, and each request has a deadline.
///
/// It counts the lines of files; options of the shards stand before the files:
///
///     java @runtime/src/examples/flags \
///         runtime/src/examples/java/dev/ringmark/examples/MixedService.java --shards 2 FILE...
public final class MixedService {

    private static final int THREADS = 4;
    private static final int REQUESTS_MAX = 8;
    private static final int SIZE_MAX = 1 << 26;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private MixedService() {}

    /// Prints how many lines each file has that the arguments name.
    public static void main(String[] args) {
        System.exit(ShardsLauncher.run(args, MixedService::run, System.err));
    }

    private static int run(Shards shards, List<String> files)
            throws InterruptedException, ExecutionException {
        try (Boundary<Path, Long> channel = Boundary.channel(REQUESTS_MAX)) {
            for (Shard shard : shards.all()) {
                shard.spawn(() -> serve(shard, channel));
            }
            List<Future<String>> lines = new ArrayList<>();
            try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
                files.forEach(each -> lines.add(pool.submit(() -> ask(channel, Path.of(each)))));
                for (Future<String> line : lines) {
                    System.out.println(line.get());
                }
            }
            return 0;
        }
    }

    /// On a shard: answers until the channel is closed.
    private static long serve(Shard shard, Boundary<Path, Long> channel) {
        FileSystem files = FileSystem.on(shard.loop());
        for (long served = 0; ; served++) {
            BoundaryRequest<Path, Long> request;
            try {
                request = channel.receive(null);
            } catch (TaskException.Closed e) {
                return served;
            }
            shard.spawn(() -> answer(files, request));
        }
    }

    private static boolean answer(FileSystem files, BoundaryRequest<Path, Long> request) {
        try {
            String text = files.readString(request.request(), SIZE_MAX);
            return request.respond(text.lines().count());
        } catch (RingException e) {
            return request.fail(e);
        }
    }

    /// On a thread of the pool: waits for room in the channel, and for the reply.
    private static String ask(Boundary<Path, Long> channel, Path file) {
        try {
            return channel.call(file, PATIENCE) + " lines in " + file;
        } catch (TaskException.Failed e) {
            Throwable cause = e.getCause();
            return file + ": " + (cause == null ? e : cause).getMessage();
        }
    }
}
