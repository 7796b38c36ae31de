package dev.ringmark.runtime.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The loops of [FileBenchmark] in C, with liburing and with plain calls; compiled where needed.
final class FilesInC {

    private static final String SOURCE =
            """
            #define _GNU_SOURCE
            #include <fcntl.h>
            #include <liburing.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <time.h>
            #include <unistd.h>

            enum { DEPTH = 32, SIZE = 4096, BLOCKS = 4096, PER_LOOK = 2048 };
            static char buffers[DEPTH][SIZE] __attribute__((aligned(4096)));

            static double seconds(clockid_t clock) {
                struct timespec now;
                clock_gettime(clock, &now);
                return now.tv_sec + now.tv_nsec / 1e9;
            }

            static void require(const char *call, long result, long expected) {
                if (result == expected) return;
                fprintf(stderr, "%s returned %ld\\n", call, result);
                exit(1);
            }

            static off_t next_offset(void) {
                static unsigned long block;
                return (off_t) (block++ % BLOCKS) * SIZE;
            }

            static void plain(int fd, int writes) {
                for (int at = 0; at < PER_LOOK; at++) {
                    off_t offset = next_offset();
                    long done = writes ? pwrite(fd, buffers[0], SIZE, offset)
                                       : pread(fd, buffers[0], SIZE, offset);
                    require("pread or pwrite", done, SIZE);
                }
            }

            static void ring_reads(struct io_uring *ring, int fd) {
                for (int at = 0; at < PER_LOOK; at += DEPTH) {
                    for (int slot = 0; slot < DEPTH; slot++) {
                        struct io_uring_sqe *sqe = io_uring_get_sqe(ring);
                        io_uring_prep_read(sqe, fd, buffers[slot], SIZE, next_offset());
                    }
                    require("submit", io_uring_submit_and_wait(ring, DEPTH), DEPTH);
                    struct io_uring_cqe *cqe;
                    unsigned head, count = 0;
                    io_uring_for_each_cqe(ring, head, cqe) {
                        require("read", cqe->res, SIZE);
                        count++;
                    }
                    io_uring_cq_advance(ring, count);
                }
            }

            static unsigned long run(struct io_uring *ring, const char *what, int fd, double s) {
                unsigned long done = 0;
                double end = seconds(CLOCK_MONOTONIC) + s;
                do {
                    if (!strcmp(what, "ring")) ring_reads(ring, fd);
                    else plain(fd, !strcmp(what, "pwrite"));
                    done += PER_LOOK;
                } while (seconds(CLOCK_MONOTONIC) < end);
                return done;
            }

            int main(int argc, char **argv) {
                require("main", argc, 5);
                struct io_uring ring;
                struct io_uring_params params;
                memset(&params, 0, sizeof params);
                params.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN;
                require("queue_init", io_uring_queue_init_params(DEPTH, &ring, &params), 0);
                require("register_ring_fd", io_uring_register_ring_fd(&ring), 1);
                int fd = open(argv[2], O_RDWR);
                if (fd < 0) require("open", fd, 0);
                run(&ring, argv[1], fd, atof(argv[3]));
                double wall = seconds(CLOCK_MONOTONIC);
                double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
                unsigned long done = run(&ring, argv[1], fd, atof(argv[4]));
                cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
                wall = seconds(CLOCK_MONOTONIC) - wall;
                printf("%.4f %.4f\\n", wall * 1e9 / done, cpu * 1e9 / done);
                return 0;
            }
            """;

    private final Path binary;

    private FilesInC(Path binary) {
        this.binary = binary;
    }

    static FilesInC compile(Path folder) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("files.c"), SOURCE);
        Path binary = folder.resolve("files");
        run("gcc", "-O2", "-Wall", "-o", binary.toString(), source.toString(), "-luring");
        return new FilesInC(binary);
    }

    /// Runs it once.
    ///
    /// @param what `pread`, `pwrite` or `ring`
    NopCost run(String what, Path file, double warmupSeconds, double seconds)
            throws IOException, InterruptedException {
        String[] printed =
                run(
                                binary.toString(),
                                what,
                                file.toString(),
                                Double.toString(warmupSeconds),
                                Double.toString(seconds))
                        .strip()
                        .split(" ", -1);
        return new NopCost(Double.parseDouble(printed[0]), Double.parseDouble(printed[1]), 0);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output);
        }
        return output;
    }
}
