package dev.ringmark.reports.view;

import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.RecordLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.UnknownLine;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The environment and the identity of a run as names and values; what is not known is left out.
final class Facts {
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final List<Entry> entries = new ArrayList<>();

    static List<Entry> environment(Environment env) {
        var facts = new Facts();
        facts.add("kernel release", env.kernelRelease());
        facts.add("architecture", env.arch());
        facts.add("io_uring", env.availability());
        facts.add("binding", env.binding());
        facts.add("liburing", env.liburing());
        facts.add("feature bits", env.features());
        facts.add("kernel package", env.kernelPackage());
        facts.add("kernel config digest", env.configDigest());
        facts.add("boot parameters", env.bootParameters());
        facts.add("processor", env.cpu());
        facts.add("processors usable", env.cpus() == 0 ? null : String.valueOf(env.cpus()));
        facts.add("memory", env.memoryBytes() == 0 ? null : Words.bytes(env.memoryBytes()));
        facts.add("accelerator", env.accelerator().wireName());
        facts.add("JDK", env.jdk());
        facts.add("seccomp", env.seccompMode().wireName());
        facts.add("capabilities", env.capabilities());
        facts.add("load at start", String.format(Locale.ROOT, "%.2f", env.load()));
        facts.addAll("sysctl ", env.sysctls());
        facts.addAll("limit ", env.limits());
        facts.entries.addAll(Shown.extras(env.extras()));
        return List.copyOf(facts.entries);
    }

    static List<Entry> identity(Run run) {
        RunHeader header = run.header();
        EndLine end = run.end();
        var facts = new Facts();
        facts.add("run", header.runId());
        facts.add("suite", header.suite());
        facts.add("started", instant(header.startedAt()));
        facts.add("finished", end == null ? null : instant(end.finishedAt()));
        facts.add("status", end == null ? "unfinished" : end.status().wireName());
        facts.add("why", end == null ? null : end.reason());
        facts.add("seed", Long.toString(header.seed()));
        facts.add("Ringmark", header.tool().version());
        facts.add("commit", header.tool().commit());
        facts.add("schema", Integer.toString(header.schema()));
        facts.entries.addAll(Shown.extras(header.tool().extras()));
        facts.entries.addAll(Shown.extras(header.extras()));
        if (end != null) {
            facts.entries.addAll(Shown.extras(end.extras()));
        }
        List<String> unknown = new ArrayList<>();
        for (RecordLine line : run.lines()) {
            if (line instanceof UnknownLine(var fields)) {
                unknown.add(Json.write(fields));
            }
        }
        Shown.lines(unknown).forEach(l -> facts.entries.add(new Entry("unknown line", l)));
        return List.copyOf(facts.entries);
    }

    static String instant(Instant instant) {
        return INSTANT.format(instant);
    }

    private void add(String name, @Nullable String value) {
        String shown = Shown.orEmpty(value);
        if (!shown.isEmpty()) {
            entries.add(new Entry(name, shown));
        }
    }

    private void addAll(String prefix, Map<String, String> values) {
        values.forEach((name, value) -> add(prefix + Visible.line(name), value));
    }
}
