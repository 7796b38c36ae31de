package dev.ringmark.runtime.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import dev.ringmark.runtime.http.RingHttpServerProvider;
import dev.ringmark.runtime.kernel.Kernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;

/// Compares the JDK's HTTP server and Netty's with ours: plaintext and JSON (UM-72) over kept
/// connections, as fast as the answers come, and at a fixed offered load (an open loop) for the
/// latencies.
///
/// A server is a process of its own with one thread that does the work (but for the JDK's with
/// virtual threads), whose CPU time is what is read; its clients are this process. All cases
/// alternate in blocks, in random order within a block.
public final class HttpAgainstPeers {

    private static final String FLAG = "--add-opens=java.base/java.lang=ALL-UNNAMED";
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(4);
    private static final int OFFERED = 4000;

    private enum Server {
        JDK,
        JDK_VIRTUAL_THREADS,
        NETTY_IO_URING,
        NETTY_EPOLL,
        RING,
        RING_WITHOUT_THE_FLAG
    }

    private record Case(HttpShape shape, Server server) {}

    /// @param fullPerCpuSec requests for each second of CPU, closed loop
    /// @param openPerCpuSec the same at the offered load
    private record Figures(
            double fullPerCpuSec, double perSec, double openPerCpuSec, double p50, double p99) {}

    private HttpAgainstPeers() {}

    /// Measures and prints.
    ///
    /// @param args how many blocks, 3 when nothing is said; or a case, to be its server
    public static void main(String[] args) throws Exception {
        if (args.length == 1 && !Character.isDigit(args[0].charAt(0))) {
            System.out.println(serve(Server.valueOf(args[0])));
            return;
        }
        int blocks = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        Map<Case, List<Figures>> all = new LinkedHashMap<>();
        for (HttpShape shape : HttpShape.values()) {
            for (Server server : Server.values()) {
                all.put(new Case(shape, server), new ArrayList<>());
            }
        }
        Random random = new Random(42);
        List<Case> order = new ArrayList<>(all.keySet());
        for (int block = 0; block < blocks; block++) {
            Collections.shuffle(order, random);
            for (Case each : order) {
                all.computeIfAbsent(each, _ -> new ArrayList<>()).add(run(each));
            }
        }
        print(blocks, all);
    }

    private static int serve(Server which) throws IOException, InterruptedException {
        switch (which) {
            case NETTY_IO_URING -> {
                return HttpOnNetty.serve(NettyTransport.IO_URING);
            }
            case NETTY_EPOLL -> {
                return HttpOnNetty.serve(NettyTransport.EPOLL);
            }
            default -> {}
        }
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServerProvider provider =
                which.name().startsWith("JDK")
                        ? HttpServerProvider.provider()
                        : new RingHttpServerProvider();
        HttpServer server = provider.createHttpServer(any, 0);
        if (which == Server.JDK_VIRTUAL_THREADS) {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        }
        for (HttpShape shape : HttpShape.values()) {
            server.createContext(
                    shape.path(),
                    exchange -> {
                        byte[] body = shape.body();
                        exchange.getResponseHeaders().set("Content-Type", shape.type);
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
        }
        server.start();
        return server.getAddress().getPort();
    }

    private static Figures run(Case which) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        // The JDK's server does not set TCP_NODELAY unless it is told to, and waits for ACKs.
        command.add("-Dsun.net.httpserver.nodelay=true");
        command.add("--enable-native-access=ALL-UNNAMED");
        if (which.server == Server.RING) {
            command.add(FLAG);
        }
        command.addAll(List.of(HttpAgainstPeers.class.getName(), which.server.name()));
        Process server =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), US_ASCII))) {
            int port = Integer.parseInt(out.readLine());
            HttpLoad load = new HttpLoad(port, which.shape.path(), which.shape.last);
            load.run(WARM_UP, 0);
            load.run(MEASURED, OFFERED); // a server that sleeps between requests does other things
            Duration before = cpu(server);
            int full = load.run(MEASURED, 0).length;
            Duration between = cpu(server);
            long[] open = load.run(MEASURED, OFFERED);
            Duration after = cpu(server);
            return new Figures(
                    full / seconds(between.minus(before)),
                    full / seconds(MEASURED),
                    open.length / seconds(after.minus(between)),
                    open[open.length / 2] / 1e3,
                    open[(int) (open.length * 0.99)] / 1e3);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static void print(int blocks, Map<Case, List<Figures>> all) {
        System.out.printf(
                "HTTP on %s by %s: medians of %d interleaved runs, %d connections; open loop at %d"
                        + " requests/s%n",
                Kernel.host().release(),
                Kernel.host().binding(),
                blocks,
                HttpLoad.CONNECTIONS,
                OFFERED);
        System.out.println(
                "shape     server                 full: req/cpu-s  req/s   open: req/cpu-s  p50 us"
                        + "  p99 us  RING of this, full   open");
        Random random = new Random(42);
        all.forEach(
                (each, some) -> {
                    List<Figures> ring =
                            all.getOrDefault(new Case(each.shape, Server.RING), some);
                    System.out.printf(
                            "%-9s %-22s %15.0f %6.0f %17.0f %7.0f %7.0f  %-20s %s%n",
                            each.shape,
                            each.server,
                            BlockRatio.median(of(some, Figures::fullPerCpuSec)),
                            BlockRatio.median(of(some, Figures::perSec)),
                            BlockRatio.median(of(some, Figures::openPerCpuSec)),
                            BlockRatio.median(of(some, Figures::p50)),
                            BlockRatio.median(of(some, Figures::p99)),
                            ratio(ring, some, Figures::fullPerCpuSec, random),
                            ratio(ring, some, Figures::openPerCpuSec, random));
                });
    }

    private static String ratio(
            List<Figures> ring,
            List<Figures> some,
            ToDoubleFunction<Figures> figure,
            Random random) {
        return BlockRatio.of(of(ring, figure), of(some, figure), random).describe();
    }

    private static double[] of(List<Figures> some, ToDoubleFunction<Figures> figure) {
        return some.stream().mapToDouble(figure).toArray();
    }
}
