package dev.ringmark.reports;

import dev.ringmark.stats.record.Accelerator;
import dev.ringmark.stats.record.Attempts;
import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.EnvironmentBuilder;
import dev.ringmark.stats.record.FeatureClass;
import dev.ringmark.stats.record.FeatureLine;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.Kind;
import dev.ringmark.stats.record.Observation;
import dev.ringmark.stats.record.Problem;
import dev.ringmark.stats.record.RecordLine;
import dev.ringmark.stats.record.ResultBuilder;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.SeccompMode;
import dev.ringmark.stats.record.StartLine;
import dev.ringmark.stats.record.Tool;
import dev.ringmark.stats.record.UnknownLine;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.record.Waiver;
import dev.ringmark.stats.record.WaiverMark;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Runs for tests: the same every time.
public final class Runs {
    private static final Instant START = Instant.parse("2026-11-20T21:04:05Z");
    private static final List<String> MODES =
            List.of(
                    "plain",
                    "single_issuer",
                    "defer_taskrun",
                    "coop_taskrun",
                    "sqpoll",
                    "no_sqarray",
                    "submit_all",
                    "cqe32");

    private static final List<Verdict> ODD_VERDICTS =
            List.copyOf(EnumSet.complementOf(EnumSet.of(Verdict.PASS)));
    private static final List<FeatureClass> ODD_CLASSES =
            List.copyOf(EnumSet.complementOf(EnumSet.of(FeatureClass.AS_DOCUMENTED)));

    private Runs() {}

    /// One result of every verdict, every kind of waiver, and the rarer fields once each.
    public static Run small() {
        List<RecordLine> lines = new ArrayList<>();
        lines.add(
                feature(
                        "IORING_OP_NOP",
                        "opcode",
                        "5.1",
                        "5.1",
                        Observation.SUPPORTED,
                        FeatureClass.AS_DOCUMENTED,
                        null));
        lines.add(
                feature(
                        "IORING_SETUP_CQSIZE",
                        "setup_flag",
                        "5.5",
                        "5.5",
                        Observation.SUPPORTED,
                        FeatureClass.DOCUMENTATION_DIFFERS,
                        "equal sizes are accepted | the manual says greater"));
        lines.add(
                feature(
                        "IORING_OP_READ_MULTISHOT",
                        "opcode",
                        "6.7",
                        "6.7",
                        Observation.SUPPORTED,
                        FeatureClass.BACKPORTED,
                        null));
        lines.add(
                feature(
                        "IORING_RECVSEND_BUNDLE",
                        "op_flag",
                        null,
                        "6.10",
                        Observation.INCONCLUSIVE,
                        FeatureClass.UNKNOWN,
                        "the probe needs a socket"));
        lines.add(canary(Verdict.PASS));
        lines.add(link(Verdict.PASS, "plain").build());
        lines.add(link(Verdict.PASS, "single_issuer").build());
        lines.add(
                link(Verdict.FAIL, "sqpoll")
                        .observed(
                                List.of(
                                        "user_data=1 res=0 flags=0",
                                        "user_data=2 res=-ETIME flags=0"))
                        .reason("the read ended with 0, not with -ECANCELED or -EINTR")
                        .attempts(new Attempts(1, 3))
                        .kernelLog("no warning")
                        .build());
        lines.add(
                check("links.chain_keeps_order", Verdict.PASS, "plain")
                        .statement("S044")
                        .says("The entries of a chain complete in their order.")
                        .waiver(waiver("W-3", WaiverMark.UNEXPECTED_PASS))
                        .build());
        lines.add(
                check("timeouts.absolute_in_time_namespace", Verdict.FAIL, "plain")
                        .statement("S069")
                        .says("An absolute timeout is read in the caller's time namespace.")
                        .since("5.6")
                        .source("io_uring_enter(2)")
                        .expected(List.of("user_data=7 res=-ETIME flags=0 after 100 ms"))
                        .observed(List.of("user_data=7 res=-ETIME flags=0 after 0 ms"))
                        .reason("the timeout fired at once")
                        .waiver(waiver("W-1", WaiverMark.COVERS))
                        .build());
        lines.add(
                check("timeouts.update_counts_anew", Verdict.TIMED_OUT, "plain")
                        .reason("no CQE within 2 s")
                        .waiver(waiver("W-2", WaiverMark.EXPIRED))
                        .build());
        lines.add(
                check("cq.submit_while_overflown", Verdict.VARIANT, "plain")
                        .statement("S035")
                        .says("Submitting while completions are held back is refused before 5.13.")
                        .expected(List.of("-EBUSY before 5.13, 1 from 5.13"))
                        .observed(List.of("io_uring_enter returned 1"))
                        .build());
        lines.add(
                check("cq.wait_is_clipped", Verdict.UNSUPPORTED, "cqe32")
                        .reason("IORING_SETUP_CQE32 is absent, as documented for 5.15")
                        .build());
        lines.add(
                check("setup.sqpoll_needs_privilege", Verdict.BLOCKED, null)
                        .reason("sysctl kernel.io_uring_disabled=1, needs 0")
                        .build());
        lines.add(
                check("setup.no_mmap", Verdict.CRASHED, null)
                        .reason("the child ended with signal 11")
                        .artifacts(List.of("setup.no_mmap/hs_err.log"))
                        .build());
        lines.add(
                check("setup.round_up", Verdict.BROKEN, null)
                        .params(Map.of("entries", "3"))
                        .reason("java.lang.IllegalStateException: fixture")
                        .extras(Map.of("colour", new JsonValue.Text("green")))
                        .build());
        return run(lines, end(RunStatus.COMPLETED, null), List.of());
    }

    /// About as much as a full suite: 320 features, 700 results.
    public static Run large() {
        var random = new Random(20);
        List<RecordLine> lines = new ArrayList<>();
        for (int i = 0; i < 320; i++) {
            boolean differs = i % 29 == 7;
            lines.add(
                    feature(
                            "IORING_FEATURE_NUMBER_" + i,
                            List.of("opcode", "op_flag", "register_op", "setup_flag").get(i / 80),
                            "6." + i % 19,
                            "6." + i % 19,
                            i % 11 == 0 ? Observation.UNSUPPORTED : Observation.SUPPORTED,
                            differs ? ODD_CLASSES.get(i % 4) : FeatureClass.AS_DOCUMENTED,
                            differs ? "the manual names another version than the header" : null));
        }
        List<String> families = List.of("setup", "sq", "cq", "links", "timeouts", "cancel", "poll");
        for (int i = 0; i < 100; i++) {
            String id = families.get(i * 7 / 100) + ".behaviour_that_is_number_" + i;
            for (String mode : MODES.subList(0, 7)) {
                boolean odd = random.nextInt(40) == 0;
                lines.add(
                        check(id, odd ? ODD_VERDICTS.get(i % 7) : Verdict.PASS, mode)
                                .statement(String.format("S%03d", i + 1))
                                .says(
                                        "What the kernel has to do here fits in one sentence,"
                                                + " of about this length.")
                                .since("5." + i % 19)
                                .source("io_uring_enter(2)")
                                .expected(
                                        List.of(
                                                "user_data=1 res=-ECANCELED flags=0",
                                                "user_data=2 res=-ETIME flags=0"))
                                .observed(
                                        List.of(
                                                "user_data=1 res=-ECANCELED flags=0",
                                                "user_data=2 res=-ETIME flags=0"))
                                .reason(odd ? "something was different here" : null)
                                .seconds(random.nextInt(1000) / 1e5)
                                .build());
            }
        }
        return run(lines, end(RunStatus.COMPLETED, null), List.of());
    }

    /// A run that was stopped by Ctrl-C while a check was running.
    public static Run interrupted() {
        List<RecordLine> lines = new ArrayList<>();
        lines.add(link(Verdict.PASS, "plain").build());
        lines.add(new StartLine("links.target_is_cancelled", Map.of("mode", "plain")));
        lines.add(new StartLine("links.target_is_cancelled", Map.of("mode", "sqpoll")));
        return run(lines, end(RunStatus.INTERRUPTED, "Ctrl-C"), List.of());
    }

    /// A run whose record just stops, after a line of a version to come.
    public static Run cutOff() {
        var weather = new JsonValue.Obj(Map.of("type", new JsonValue.Text("weather")));
        return run(
                List.of(new UnknownLine(weather)),
                null,
                List.of(new Problem(9, "(line)", "the file ends in it")));
    }

    /// A check in more ring modes than a table has room for.
    public static Run wide() {
        List<RecordLine> lines = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            lines.add(link(Verdict.UNSUPPORTED, "mode_number_" + i).build());
        }
        return run(lines, end(RunStatus.COMPLETED, null), List.of());
    }

    /// A run of one check that passes, beside these.
    public static Run passing(RecordLine... others) {
        List<RecordLine> lines = new ArrayList<>(List.of(others));
        lines.add(link(Verdict.PASS, "plain").build());
        return run(lines, end(RunStatus.COMPLETED, null), List.of());
    }

    /// A run that had nothing to do.
    public static Run empty() {
        return run(List.of(), end(RunStatus.COMPLETED, null), List.of());
    }

    /// A run where io_uring is off.
    public static Run blocked() {
        List<RecordLine> lines = new ArrayList<>();
        String why = "sysctl kernel.io_uring_disabled=2, needs 0";
        lines.add(canary(Verdict.PASS));
        for (String mode : MODES) {
            lines.add(
                    check("links.target_is_cancelled", Verdict.BLOCKED, mode).reason(why).build());
        }
        RunHeader header = header(environment().availability(why).build());
        return new Run(header, with(lines, end(RunStatus.COMPLETED, null)), List.of());
    }

    /// A run that says `text` wherever a record can say something.
    public static Run hostile(String text) {
        Map<String, JsonValue> extras = Map.of("x" + text, new JsonValue.Text(text));
        var waiver =
                new Waiver(
                        text,
                        text,
                        "javascript:alert(1)//" + text,
                        LocalDate.of(2027, 3, 1),
                        WaiverMark.COVERS,
                        extras);
        List<RecordLine> lines = new ArrayList<>();
        lines.add(
                new FeatureLine(
                        text,
                        text,
                        text,
                        text,
                        Observation.SUPPORTED,
                        FeatureClass.MISSING,
                        text,
                        text,
                        extras));
        for (Verdict verdict : Verdict.values()) {
            lines.add(
                    ResultLine.builder("hostile." + verdict.wireName(), Kind.CHECK, verdict)
                            .params(Map.of("mode", text, "size" + text, text))
                            .statement(text)
                            .says(text)
                            .since(text)
                            .source(text)
                            .expected(List.of(text, text))
                            .observed(List.of(text))
                            .reason(text)
                            .kernelLog(text)
                            .artifacts(List.of(text))
                            .waiver(verdict == Verdict.FAIL ? waiver : null)
                            .extras(extras)
                            .build());
        }
        lines.add(new StartLine("hostile.started", Map.of("mode", text)));
        lines.add(
                new UnknownLine(new JsonValue.Obj(Map.of("type", new JsonValue.Text("x" + text)))));
        Environment env =
                Environment.builder(text, text)
                        .bootParameters(text)
                        .cpu(text)
                        .jdk(text)
                        .binding(text)
                        .availability(text)
                        .sysctls(Map.of(text, text))
                        .extras(extras)
                        .build();
        var header = new RunHeader(1, text, START, new Tool(text, text), text, 1, env, extras);
        return new Run(
                header,
                with(lines, end(RunStatus.ABORTED, text)),
                List.of(new Problem(3, text, text)));
    }

    private static Run run(List<RecordLine> lines, @Nullable EndLine end, List<Problem> problems) {
        return new Run(header(environment().build()), with(lines, end), problems);
    }

    /// What the canary found; caught means `pass`.
    static ResultLine canary(Verdict verdict) {
        return check("canary.fails_on_purpose", verdict, null)
                .statement("C001")
                .says("A check that is wrong on purpose is seen to fail.")
                .build();
    }

    private static List<RecordLine> with(List<RecordLine> lines, @Nullable EndLine end) {
        List<RecordLine> all = new ArrayList<>(lines);
        if (end != null) {
            all.add(end);
        }
        return all;
    }

    private static RunHeader header(Environment env) {
        return new RunHeader(
                "20261120-210405-7f3a", START, new Tool("0.1.0", "3768375"), "full", 4711, env);
    }

    private static EndLine end(RunStatus status, @Nullable String reason) {
        return new EndLine(START.plusSeconds(21), status, reason, Map.of());
    }

    private static EnvironmentBuilder environment() {
        return Environment.builder("6.18.44-fc-v657", "x86_64")
                .bootParameters("console=ttyS0 reboot=k panic=1 root=/dev/vda rw")
                .cpu("AMD EPYC 9R14")
                .cpus(2)
                .memoryBytes(8_323_072_000L)
                .accelerator(Accelerator.KVM)
                .jdk("25.0.1+8 Eclipse Adoptium")
                .binding("liburing 2.3")
                .liburing("2.3")
                .availability("available")
                .features("0x3ffff")
                .sysctls(Map.of("kernel.io_uring_disabled", "0"))
                .capabilities("000001ffffffffff")
                .seccompMode(SeccompMode.DISABLED)
                .limits(Map.of("memlock", "unlimited"))
                .load(0.42);
    }

    private static ResultBuilder link(Verdict verdict, String mode) {
        List<String> cancelled =
                List.of(
                        "user_data=1 res=-ECANCELED|-EINTR flags=0",
                        "user_data=2 res=-ETIME flags=0");
        return check("links.timeout_cancels_target", verdict, mode)
                .statement("S050")
                .says(
                        "A read linked to a timeout ends with -ECANCELED or -EINTR,"
                                + " and the timeout with -ETIME, in either order.")
                .since("5.5")
                .source("io_uring_enter(2)")
                .expected(cancelled)
                .observed(
                        List.of(
                                "user_data=2 res=-ETIME flags=0",
                                "user_data=1 res=-ECANCELED flags=0"));
    }

    private static ResultBuilder check(String id, Verdict verdict, @Nullable String mode) {
        return ResultLine.builder(id, Kind.CHECK, verdict)
                .params(mode == null ? Map.of() : Map.of("mode", mode))
                .says("The behaviour in one sentence.")
                .seconds(0.0125);
    }

    private static FeatureLine feature(
            String name,
            String kind,
            @Nullable String documented,
            @Nullable String header,
            Observation observed,
            FeatureClass featureClass,
            @Nullable String detail) {
        return new FeatureLine(
                name,
                kind,
                documented,
                header,
                observed,
                featureClass,
                detail,
                "io_uring_setup(2)");
    }

    private static Waiver waiver(String id, WaiverMark mark) {
        return new Waiver(
                id,
                "the fix is not in this kernel",
                "https://lore.kernel.org/io-uring/" + id,
                LocalDate.of(2027, 3, 1),
                mark);
    }
}
