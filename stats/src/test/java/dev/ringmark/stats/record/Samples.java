package dev.ringmark.stats.record;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// Lines with every field set, and files of them.
final class Samples {
    static final Instant START = Instant.parse("2026-01-31T10:00:00.123456789Z");
    static final Map<String, JsonValue> EXTRAS =
            Map.of("later", new JsonValue.Obj(Map.of("n", new JsonValue.Num("1.10"))));

    static final Environment ENV =
            Environment.builder("6.1.0-18-amd64", "x86_64")
                    .kernelPackage("linux-image-6.1.0-18-amd64 6.1.76-1")
                    .configDigest("sha256:00ff")
                    .bootParameters("quiet panic=-1")
                    .cpu("Example CPU")
                    .cpus(2)
                    .memoryBytes(8L << 30)
                    .accelerator(Accelerator.KVM)
                    .jdk("25.0.1+8 Example")
                    .binding("liburing 2.3")
                    .liburing("2.3")
                    .availability("available")
                    .features("0x3fff")
                    .sysctls(Map.of("kernel.io_uring_disabled", "0"))
                    .capabilities("000001ffffffffff")
                    .seccompMode(SeccompMode.FILTER)
                    .limits(Map.of("memlock", "unlimited"))
                    .load(0.25)
                    .extras(EXTRAS)
                    .build();
    static final RunHeader HEADER =
            new RunHeader(
                    RunHeader.SCHEMA,
                    "20260131-100000-a1",
                    START,
                    new Tool("0.1.0", "0123abc", EXTRAS),
                    "quick",
                    Long.MIN_VALUE + 1,
                    ENV,
                    EXTRAS);
    static final StartLine STARTED =
            new StartLine("links.chain_runs_in_order", Map.of("mode", "plain"), EXTRAS);
    static final FeatureLine FEATURE =
            new FeatureLine(
                    "IORING_OP_SEND_ZC",
                    "opcode",
                    "6.0",
                    "6.0",
                    Observation.SUPPORTED,
                    FeatureClass.AS_DOCUMENTED,
                    "probe flag set",
                    "io_uring_enter(2)",
                    EXTRAS);
    static final ResultLine RESULT =
            ResultLine.builder("links.chain_runs_in_order", Kind.CHECK, Verdict.FAIL)
                    .params(Map.of("mode", "plain"))
                    .statement("S050")
                    .says("A chain runs in order.")
                    .expected(List.of("data=1 res=0 flags=0", "data=2 res=0 flags=0"))
                    .observed(List.of("data=2 res=0 flags=0", "data=1 res=0 flags=0"))
                    .reason("the second came first")
                    .since("5.3")
                    .source("io_uring_enter(2)")
                    .attempts(new Attempts(1, 3, EXTRAS))
                    .seconds(0.0125)
                    .metrics(
                            List.of(
                                    new Metric(
                                            "latency",
                                            Unit.SECONDS,
                                            List.of(1.0e-6, 0.1, 3.0),
                                            EXTRAS)))
                    .kernelLog("clean")
                    .artifacts(List.of("links.strace"))
                    .waiver(
                            new Waiver(
                                    "W-1",
                                    "known",
                                    "https://example.org/1",
                                    LocalDate.of(2026, 12, 31),
                                    WaiverMark.COVERS,
                                    EXTRAS))
                    .extras(EXTRAS)
                    .build();
    static final EndLine END =
            new EndLine(
                    START.plusSeconds(9),
                    RunStatus.COMPLETED,
                    "all done",
                    Map.of(Verdict.FAIL, 1),
                    EXTRAS);
    static final UnknownLine UNKNOWN =
            new UnknownLine(
                    new JsonValue.Obj(
                            Map.of("type", new JsonValue.Text("trace"), "x", JsonValue.Null.NULL)));
    static final List<RecordLine> LINES = List.of(HEADER, FEATURE, STARTED, UNKNOWN, RESULT, END);

    private Samples() {}
}
