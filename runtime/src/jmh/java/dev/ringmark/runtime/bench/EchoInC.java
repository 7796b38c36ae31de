package dev.ringmark.runtime.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The same two ends of a TCP connection in C with liburing, on one ring and one thread.
final class EchoInC {

    private static final String SOURCE =
            """
            #include <arpa/inet.h>
            #include <liburing.h>
            #include <netinet/tcp.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <sys/socket.h>
            #include <time.h>

            enum { CLIENT_SENT = 1, CLIENT_GOT, SERVER_GOT, SERVER_SENT };
            #define CHUNK 65536
            #define PARTS_MAX 64

            static struct io_uring ring;
            static struct iovec parts[PARTS_MAX];
            static struct msghdr message;
            static char into[CHUNK], back[CHUNK];
            static int client, server, frames, size;
            static int client_drained, server_drained;

            static double seconds(clockid_t clock) {
                struct timespec now;
                clock_gettime(clock, &now);
                return now.tv_sec + now.tv_nsec / 1e9;
            }

            static void fail(const char *call, long result) {
                fprintf(stderr, "%s returned %ld\\n", call, result);
                exit(1);
            }

            static struct io_uring_sqe *next(unsigned long tag) {
                struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
                if (!sqe) fail("io_uring_get_sqe", 0);
                io_uring_sqe_set_data64(sqe, tag);
                return sqe;
            }

            // Where the last one has left nothing, it waits before it tries, as ours does.
            static void receive(int fd, char *buffer, unsigned long tag, int is_drained) {
                struct io_uring_sqe *sqe = next(tag);
                io_uring_prep_recv(sqe, fd, buffer, CHUNK, 0);
                if (is_drained) sqe->ioprio |= IORING_RECVSEND_POLL_FIRST;
                io_uring_sqe_set_data64(sqe, tag);
            }

            static void begin(void) {
                struct io_uring_sqe *sqe = next(CLIENT_SENT);
                if (frames == 1)
                    io_uring_prep_send(sqe, client, parts[0].iov_base, size, MSG_WAITALL);
                else
                    io_uring_prep_sendmsg(sqe, client, &message, MSG_WAITALL);
                io_uring_sqe_set_data64(sqe, CLIENT_SENT);
            }

            static unsigned long run(double budget) {
                unsigned long rounds = 0;
                long left = (long) frames * size;
                int is_over = 0, is_sent = 0;
                double end = seconds(CLOCK_MONOTONIC) + budget;
                begin();
                while (!is_over) {
                    int result = io_uring_submit_and_wait(&ring, 1);
                    if (result < 0) fail("io_uring_submit_and_wait", result);
                    struct io_uring_cqe *cqe;
                    unsigned head, count = 0;
                    io_uring_for_each_cqe(&ring, head, cqe) {
                        count++;
                        if (cqe->res <= 0) fail("an operation", cqe->res);
                        switch (cqe->user_data) {
                        case CLIENT_SENT:
                            is_sent = 1;
                            receive(client, back, CLIENT_GOT, client_drained);
                            break;
                        case SERVER_GOT: {
                            server_drained = !(cqe->flags & IORING_CQE_F_SOCK_NONEMPTY);
                            struct io_uring_sqe *sqe = next(SERVER_SENT);
                            io_uring_prep_send(sqe, server, into, cqe->res, MSG_WAITALL);
                            io_uring_sqe_set_data64(sqe, SERVER_SENT);
                            break;
                        }
                        case SERVER_SENT:
                            receive(server, into, SERVER_GOT, server_drained);
                            break;
                        case CLIENT_GOT:
                            client_drained = !(cqe->flags & IORING_CQE_F_SOCK_NONEMPTY);
                            left -= cqe->res;
                            if (left > 0) {
                                receive(client, back, CLIENT_GOT, client_drained);
                                break;
                            }
                            rounds++;
                            left = (long) frames * size;
                            if (rounds % 64 == 0 && seconds(CLOCK_MONOTONIC) >= end) is_over = 1;
                            else begin();
                        }
                    }
                    io_uring_cq_advance(&ring, count);
                }
                if (!is_sent) fail("send", 0);
                return rounds;
            }

            int main(int argc, char **argv) {
                if (argc != 5) fail("main", argc);
                frames = atoi(argv[1]);
                size = atoi(argv[2]);
                for (int at = 0; at < frames; at++) {
                    parts[at].iov_base = calloc(1, size);
                    parts[at].iov_len = size;
                }
                message.msg_iov = parts;
                message.msg_iovlen = frames;
                int listener = socket(AF_INET, SOCK_STREAM, 0);
                struct sockaddr_in address = { .sin_family = AF_INET };
                address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
                socklen_t length = sizeof address;
                bind(listener, (struct sockaddr *) &address, length);
                listen(listener, 1);
                getsockname(listener, (struct sockaddr *) &address, &length);
                client = socket(AF_INET, SOCK_STREAM, 0);
                if (connect(client, (struct sockaddr *) &address, length)) fail("connect", -1);
                server = accept(listener, NULL, NULL);
                int on = 1;
                setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                struct io_uring_params params;
                memset(&params, 0, sizeof params);
                params.flags = IORING_SETUP_SINGLE_ISSUER | (1U << 13); // DEFER_TASKRUN
                int result = io_uring_queue_init_params(64, &ring, &params);
                if (result < 0) fail("io_uring_queue_init_params", result);
                result = io_uring_register_ring_fd(&ring);
                if (result < 0) fail("io_uring_register_ring_fd", result);
                receive(server, into, SERVER_GOT, 0);
                run(atof(argv[3]));
                double wall = seconds(CLOCK_MONOTONIC);
                double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
                unsigned long rounds = run(atof(argv[4]));
                cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
                wall = seconds(CLOCK_MONOTONIC) - wall;
                printf("%.1f %.1f\\n", wall * 1e9 / rounds, cpu * 1e9 / rounds);
                return 0;
            }
            """;

    private EchoInC() {}

    /// Compiles it.
    static Path compile(Path folder) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("echo.c"), SOURCE);
        Path binary = folder.resolve("echo");
        run(List.of("gcc", "-O2", "-Wall", "-o", binary + "", source + "", "-luring"));
        return binary;
    }

    /// Runs a command to its end.
    ///
    /// @return what it printed
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(command)).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output + errors);
        }
        return output;
    }
}
