package dev.ringmark.runtime.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ringmark.runtime.bench.ForkedRuns.Case;
import dev.ringmark.runtime.bench.ForkedRuns.Cost;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.net.CannedAnswers;
import dev.ringmark.runtime.net.CannedServer;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Compares a name server on a loop with the same on the JDK's `DatagramChannel`, in a virtual
/// thread and in a thread of the system: answers that are known beforehand, by UDP (POLY-45).
///
/// A server is a process of its own, whose CPU time is what is read; the clients, which keep 32
/// questions under way, are this process ([DnsLoad]). The servers differ in their sockets only.
public final class DnsAnswers {

    static final int NAMES = 256;

    private static final String RING = "RING";
    private static final String RING_WITHOUT = "RING, without the flag";
    private static final String VIRTUAL = "JDK, a virtual thread";
    private static final String VIRTUAL_ALONE = "JDK, one carrier";
    private static final String THREAD = "JDK, a thread";

    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration MEASURED = Duration.ofSeconds(3);

    private DnsAnswers() {}

    /// Measures and prints.
    ///
    /// @param args how many blocks, 5 when nothing is said; or a case, to be its server
    public static void main(String[] args) throws Exception {
        if (args.length == 1 && !Character.isDigit(args[0].charAt(0))) {
            serve(args[0]);
            return;
        }
        List<String> oneCarrier =
                List.of(
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1");
        new ForkedRuns(
                        args,
                        List.of(
                                of(RING, List.of(ForkedRuns.FLAG)),
                                of(RING_WITHOUT, List.of()),
                                of(VIRTUAL, List.of()),
                                of(VIRTUAL_ALONE, oneCarrier),
                                of(THREAD, List.of())))
                .run(
                        System.out,
                        "a question by UDP, 32 under way, CPU of the server",
                        DnsAnswers::run);
    }

    private static Case of(String name, List<String> jvm) {
        return new Case(name, VIRTUAL, jvm, List.of(name));
    }

    private static Cost run(Case which) throws IOException, InterruptedException {
        Process server =
                new ProcessBuilder(ForkedRuns.command(DnsAnswers.class, which))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), US_ASCII))) {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            DnsLoad load =
                    new DnsLoad(new InetSocketAddress(loopback, Integer.parseInt(out.readLine())));
            load.run(WARM_UP);
            Duration before = cpu(server);
            long wall = System.nanoTime();
            long answers = load.run(MEASURED);
            wall = System.nanoTime() - wall;
            Duration cpu = cpu(server).minus(before);
            return new Cost((double) wall / answers, (double) cpu.toNanos() / answers);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static void serve(String which) throws IOException, InterruptedException {
        CannedAnswers answers = CannedAnswers.numbered(NAMES);
        if (which.startsWith(RING)) {
            LoopOptions options = LoopOptions.named("dns").withHeldMax(Duration.ZERO);
            Loop loop = Loop.start(Kernel.host(), options);
            CannedServer server = CannedServer.start(loop, answers);
            System.out.println(server.address().getPort());
            System.out.println(server.join(Duration.ofDays(1)));
            return;
        }
        DatagramChannel channel =
                DatagramChannel.open()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.Builder builder = which.equals(THREAD) ? Thread.ofPlatform() : Thread.ofVirtual();
        List<IOException> failures = new ArrayList<>();
        Thread thread =
                builder.start(
                        () -> {
                            try {
                                serve(channel, answers);
                            } catch (IOException e) {
                                failures.add(e);
                            }
                        });
        System.out.println(((InetSocketAddress) channel.getLocalAddress()).getPort());
        thread.join();
        throw failures.getFirst();
    }

    private static void serve(DatagramChannel channel, CannedAnswers answers) throws IOException {
        ByteBuffer question = ByteBuffer.allocateDirect(CannedAnswers.QUESTION_MAX);
        ByteBuffer answer = ByteBuffer.allocateDirect(CannedAnswers.ANSWER_MAX);
        while (true) {
            SocketAddress from = channel.receive(question.clear());
            if (answers.answer(question.flip(), answer.clear())) {
                channel.send(answer, from);
            }
        }
    }
}
