package dev.ringmark.ci;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.Kind;
import dev.ringmark.stats.record.RecordWriter;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.StartLine;
import dev.ringmark.stats.record.Tool;
import dev.ringmark.stats.record.Verdict;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A harness without a kernel: speaks the same verbs, and fails in the way its first argument says.
final class FakeHarness {
    private static final String PROBE =
            """
            {"kernelRelease":"6.1.0-18-amd64","binding":"liburing 2.3","features":"0x3fff",\
            "opcodes":["NOP","READV"],"setupFlags":["SQPOLL"],"registerOperations":["BUFFERS"],\
            "sqeFlags":["IO_LINK"],"enterFlags":["GETEVENTS"],\
            "behaviours":{"MULTISHOT_RECV":{"support":"unsupported","why":"-EINVAL"}},\
            "availability":{"available":true,"cause":"sysctl","detail":"io_uring_disabled=2",\
            "fix":"sysctl kernel.io_uring_disabled=0"}}\
            """;
    private static final String FEATURES =
            """
            {"name":"IORING_OP_SEND_ZC","kind":"opcode","documented":"6.0","header":"6.0",\
            "observed":"supported","class":"as_documented","detail":null,"source":"man page"}
            {"name":"IORING_SETUP_SQPOLL","kind":"setup_flag","documented":null,"header":"5.1",\
            "observed":"unsupported","class":"missing","detail":"-EPERM","source":null}
            {"name":"IORING_FEAT_EXT_ARG","kind":"feature_bit","documented":"5.11","header":"5.11",\
            "observed":"supported","class":"as_documented"}
            {"name":"IORING_ENTER_EXT_ARG","kind":"enter_flag","documented":"5.11","header":"5.11",\
            "observed":"inconclusive","class":"unknown","detail":"not asked"}\
            """;

    private FakeHarness() {}

    /// The command that starts this class with a way to fail.
    static Harness failing(String how) {
        return new Harness(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeHarness.class.getName(),
                        how));
    }

    /// Plays a harness.
    public static void main(String[] args) throws Exception {
        String how = args[0];
        switch (args[1]) {
            case "probe" ->
                    System.out.println(
                            how.equals("unavailable") ? PROBE.replace("true", "false") : PROBE);
            case "features", "catalogue" -> System.out.println(FEATURES);
            case "doctor" -> doctor(how, args);
            case "run" -> System.exit(run(how, Path.of(after("--out", args)), args));
            default -> throw new IllegalArgumentException(args[1]);
        }
    }

    private static void doctor(String how, String[] args) {
        boolean asked = args.length == 2;
        if (asked && how.equals("killed")) {
            Runtime.getRuntime().halt(159);
        }
        System.out.println(
                """
                {"answers":{"setup":"EPERM"},"findings":[{"cause":"seccomp","evidence":"%s",\
                "remedies":{"docker":"docker run --security-opt seccomp=FILE"}}]}\
                """
                        .formatted(asked ? "seen" : "died " + after("--died", args)));
    }

    private static int run(String how, Path file, String[] args) throws Exception {
        if (how.equals("refuses")) {
            System.err.println("mode: warp, expected one of plain, sqpoll");
            return 2;
        }
        if (how.equals("no-record")) {
            System.err.println("first words\nno record today");
            return 70;
        }
        Verdict verdict =
                switch (how) {
                    case "findings" -> Verdict.FAIL;
                    case "unavailable" -> Verdict.BLOCKED;
                    default -> Verdict.PASS;
                };
        try (RecordWriter record = RecordWriter.open(file)) {
            record.append(header(how, args));
            Verdict caught = verdict == Verdict.BLOCKED ? verdict : Verdict.PASS;
            record.append(result("canary.always_fails", caught, ""));
            System.out.println("progress 1 3 canary.always_fails plain pass");
            record.append(result("timeout.fires", verdict, String.join(" ", args)));
            System.out.println("progress 2 3 timeout.fires plain " + verdict.wireName());
            if (how.equals("dies") || how.equals("hangs")) {
                record.append(new StartLine("cancel.by_fd", Map.of("mode", "plain")));
            }
            if (how.equals("dies")) {
                Runtime.getRuntime().halt(134);
            } else if (how.equals("hangs")) {
                new CountDownLatch(1).await();
            }
            record.append(
                    new EndLine(
                            Instant.EPOCH,
                            RunStatus.COMPLETED,
                            null,
                            caught == verdict
                                    ? Map.of(verdict, 2)
                                    : Map.of(caught, 1, verdict, 1)));
        }
        return verdict == Verdict.BLOCKED ? 3 : 0;
    }

    private static RunHeader header(String how, String[] args) {
        Environment env =
                Environment.builder("6.1.0-18-amd64", "x86_64")
                        .binding("liburing 2.3")
                        .availability(how.equals("unavailable") ? "off by sysctl" : "available")
                        .build();
        return new RunHeader(
                after("--run-id", args),
                Instant.EPOCH,
                new Tool("0", "0"),
                after("--suite", args),
                Long.parseLong(after("--seed", args)),
                env);
    }

    private static ResultLine result(String id, Verdict verdict, String reason) {
        return ResultLine.builder(id, Kind.CHECK, verdict)
                .params(Map.of("mode", "plain"))
                .statement("S063")
                .says("A timeout without a count ends with -ETIME.")
                .expected(List.of("res=-ETIME"))
                .observed(List.of("res=0"))
                .reason(reason)
                .build();
    }

    private static String after(String option, String[] args) {
        return args[List.of(args).indexOf(option) + 1];
    }
}
