package dev.ringmark.runtime.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.runtime.bench.NopBenchmark.RingMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The loop of [NopBenchmark] in C with liburing, compiled where it is needed.
final class NopInC {

    @SuppressWarnings("InlineFormatString") // it is a whole program
    private static final String SOURCE =
            """
            #include <liburing.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <time.h>

            enum { BATCH = %d, BATCHES_PER_LOOK = 256 };

            static double seconds(clockid_t clock) {
                struct timespec now;
                clock_gettime(clock, &now);
                return now.tv_sec + now.tv_nsec / 1e9;
            }

            static void fail(const char *call, int result) {
                fprintf(stderr, "%%s returned %%d\\n", call, result);
                exit(1);
            }

            static unsigned long run(struct io_uring *ring, double budget, unsigned long *sum) {
                unsigned long done = 0;
                double end = seconds(CLOCK_MONOTONIC) + budget;
                do {
                    for (int look = 0; look < BATCHES_PER_LOOK; look++) {
                        for (int at = 0; at < BATCH; at++) {
                            struct io_uring_sqe *sqe = io_uring_get_sqe(ring);
                            io_uring_prep_nop(sqe);
                            sqe->user_data = done++;
                        }
                        int result = io_uring_submit_and_wait(ring, BATCH);
                        if (result != BATCH) fail("io_uring_submit_and_wait", result);
                        struct io_uring_cqe *cqe;
                        unsigned head, count = 0;
                        io_uring_for_each_cqe(ring, head, cqe) {
                            *sum += cqe->user_data;
                            count++;
                        }
                        io_uring_cq_advance(ring, count);
                    }
                } while (seconds(CLOCK_MONOTONIC) < end);
                return done;
            }

            int main(int argc, char **argv) {
                if (argc != 5) fail("main", argc);
                struct io_uring ring;
                struct io_uring_params params;
                memset(&params, 0, sizeof params);
                params.flags = strtoul(argv[1], NULL, 10);
                int result = io_uring_queue_init_params(BATCH, &ring, &params);
                if (result < 0) fail("io_uring_queue_init_params", result);
                if (atoi(argv[2])) {
                    result = io_uring_register_ring_fd(&ring);
                    if (result < 0) fail("io_uring_register_ring_fd", result);
                }
                unsigned long sum = 0;
                run(&ring, atof(argv[3]), &sum);
                double wall = seconds(CLOCK_MONOTONIC);
                double cpu = seconds(CLOCK_THREAD_CPUTIME_ID);
                unsigned long done = run(&ring, atof(argv[4]), &sum);
                cpu = seconds(CLOCK_THREAD_CPUTIME_ID) - cpu;
                wall = seconds(CLOCK_MONOTONIC) - wall;
                printf("%%.4f %%.4f %%lu\\n", wall * 1e9 / done, cpu * 1e9 / done, sum);
                return 0;
            }
            """;

    private final Path binary;

    private NopInC(Path binary) {
        this.binary = binary;
    }

    /// Compiles it for as many per enter as [NopBenchmark] has.
    static NopInC compile(Path folder) throws IOException, InterruptedException {
        return compile(folder, NopBenchmark.BATCH);
    }

    /// Compiles it.
    ///
    /// @param batch how many NOPs one enter takes
    static NopInC compile(Path folder, int batch) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("nop.c"), SOURCE.formatted(batch));
        Path binary = folder.resolve("nop-by-" + batch);
        run("gcc", "-O2", "-Wall", "-o", binary.toString(), source.toString(), "-luring");
        return new NopInC(binary);
    }

    /// Runs it once.
    NopCost run(RingMode mode, double warmupSeconds, double seconds)
            throws IOException, InterruptedException {
        String[] printed =
                run(
                                binary.toString(),
                                Integer.toString(mode.setupFlags),
                                mode.registersFd ? "1" : "0",
                                Double.toString(warmupSeconds),
                                Double.toString(seconds))
                        .split(" ", -1);
        return new NopCost(Double.parseDouble(printed[0]), Double.parseDouble(printed[1]), 0);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(new ArrayList<>(List.of(command)))
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output);
        }
        return output;
    }
}
