package dev.ringmark.runtime.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import dev.ringmark.runtime.http.RingHttpServerProvider;
import dev.ringmark.runtime.kernel.Kernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;

/// Compares the JDK's HTTP server with ours: plaintext over kept connections, each request waited
/// for. The server is a process of its own, whose CPU time is what is read; its clients are this
/// process. All cases alternate in blocks, in random order within a block.
///
/// The latencies are those of a closed loop on a machine that the clients share: they say how the
/// servers differ, not what a user would see.
public final class HttpAgainstJdk {

    private static final String FLAG = "--add-opens=java.base/java.lang=ALL-UNNAMED";
    private static final byte[] BODY = "Hello, World!".getBytes(US_ASCII);
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII);
    private static final int CONNECTIONS = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration MEASURED = Duration.ofSeconds(4);

    private enum Case {
        JDK(false),
        JDK_VIRTUAL_THREADS(false),
        RING(true),
        RING_WITHOUT_THE_FLAG(false);

        final boolean hasFlag;

        Case(boolean hasFlag) {
            this.hasFlag = hasFlag;
        }
    }

    private record Figures(
            double requestsPerCpuSec, double requestsPerSec, double p50, double p99) {}

    private HttpAgainstJdk() {}

    /// Measures and prints.
    ///
    /// @param args how many blocks, 3 when nothing is said; or a case, to be its server
    public static void main(String[] args) throws Exception {
        if (args.length == 1 && !Character.isDigit(args[0].charAt(0))) {
            serve(Case.valueOf(args[0]));
            return;
        }
        int blocks = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        Map<Case, List<Figures>> all = new EnumMap<>(Case.class);
        Random random = new Random(42);
        List<Case> order = new ArrayList<>(List.of(Case.values()));
        for (int block = 0; block < blocks; block++) {
            Collections.shuffle(order, random);
            for (Case each : order) {
                all.computeIfAbsent(each, _ -> new ArrayList<>()).add(run(each));
            }
        }
        print(blocks, all);
    }

    private static void serve(Case which) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServerProvider provider =
                which.name().startsWith("JDK")
                        ? HttpServerProvider.provider()
                        : new RingHttpServerProvider();
        HttpServer server = provider.createHttpServer(any, 0);
        if (which == Case.JDK_VIRTUAL_THREADS) {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        }
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, BODY.length);
                    exchange.getResponseBody().write(BODY);
                    exchange.close();
                });
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private static Figures run(Case which) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        // The JDK's server does not set TCP_NODELAY unless it is told to, and waits for ACKs.
        command.add("-Dsun.net.httpserver.nodelay=true");
        command.add("--enable-native-access=ALL-UNNAMED");
        if (which.hasFlag) {
            command.add(FLAG);
        }
        command.addAll(List.of(HttpAgainstJdk.class.getName(), which.name()));
        Process server =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), US_ASCII))) {
            int port = Integer.parseInt(out.readLine());
            load(port, WARM_UP);
            Duration before = cpu(server);
            long start = System.nanoTime();
            long[] latencies = load(port, MEASURED);
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = cpu(server).minus(before).toNanos() / 1e9;
            Arrays.sort(latencies);
            return new Figures(
                    latencies.length / cpuSeconds,
                    latencies.length / seconds,
                    latencies[latencies.length / 2] / 1e3,
                    latencies[(int) (latencies.length * 0.99)] / 1e3);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /// Asks over some connections for a time, and says how long each answer took, in ns.
    private static long[] load(int port, Duration time) throws Exception {
        long deadline = System.nanoTime() + time.toNanos();
        List<Client> clients = new ArrayList<>();
        for (int at = 0; at < CONNECTIONS; at++) {
            clients.add(new Client(port, deadline));
        }
        clients.forEach(Thread::start);
        int count = 0;
        for (Client each : clients) {
            each.join();
            count += each.count;
        }
        long[] all = new long[count];
        int from = 0;
        for (Client each : clients) {
            System.arraycopy(each.latencies, 0, all, from, each.count);
            from += each.count;
        }
        return all;
    }

    private static final class Client extends Thread {
        private final int port;
        private final long deadline;
        private long[] latencies = new long[1 << 16];
        private int count;

        Client(int port, long deadline) {
            this.port = port;
            this.deadline = deadline;
        }

        @Override
        public void run() {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                InputStream in = socket.getInputStream();
                byte[] answer = new byte[4096];
                int size = 0;
                for (long now = System.nanoTime(); now - deadline < 0; now = System.nanoTime()) {
                    socket.getOutputStream().write(REQUEST);
                    size = size == 0 ? first(in, answer) : in.readNBytes(answer, 0, size);
                    if (answer[size - 1] != '!' || answer[9] != '2') {
                        throw new IOException("another answer than was expected");
                    }
                    if (count == latencies.length) {
                        latencies = Arrays.copyOf(latencies, 2 * count);
                    }
                    latencies[count++] = System.nanoTime() - now;
                }
            } catch (IOException e) {
                throw new IllegalStateException("a client", e);
            }
        }

        /// All answers are of one length, which the first one tells.
        private static int first(InputStream in, byte[] answer) throws IOException {
            int size = 0;
            while (size == 0 || answer[size - 1] != '!') {
                size += in.read(answer, size, answer.length - size);
            }
            return size;
        }
    }

    private static void print(int blocks, Map<Case, List<Figures>> all) {
        System.out.printf(
                "HTTP plaintext on %s by %s: medians of %d interleaved runs, %d connections%n",
                Kernel.host().release(), Kernel.host().binding(), blocks, CONNECTIONS);
        System.out.println("case                    req/cpu-s      req/s   p50 us   p99 us  ratio");
        double base = median(all.getOrDefault(Case.JDK, List.of()), Figures::requestsPerCpuSec);
        all.forEach(
                (each, figures) -> {
                    double perCpu = median(figures, Figures::requestsPerCpuSec);
                    System.out.printf(
                            "%-22s %10.0f %10.0f %8.0f %8.0f %6.2f%n",
                            each,
                            perCpu,
                            median(figures, Figures::requestsPerSec),
                            median(figures, Figures::p50),
                            median(figures, Figures::p99),
                            perCpu / base);
                });
    }

    private static double median(List<Figures> of, ToDoubleFunction<Figures> figure) {
        return BlockRatio.median(of.stream().mapToDouble(figure).toArray());
    }
}
