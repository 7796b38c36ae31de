package dev.ringmark.conformance.harness;

import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.record.Waiver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// The waivers of a run: what they say of each result, on this kernel and on this day.
///
/// A waiver never changes a verdict. The first in the file that is about a run applies.
record Waivers(List<WaiverRule> rules, KernelVersion kernel, LocalDate today) {

    private static final String NONE = "none";
    private static final String DEFAULT = "default";
    private static final String RESOURCE = "waivers.json";

    /// Those that are named `default`, `none`, or by a file.
    ///
    /// @throws UsageException naming the field, its value and what was expected
    static Waivers named(
            String name, List<FoundCheck> checks, KernelVersion kernel, LocalDate today) {
        List<WaiverRule> rules =
                name.equals(NONE) ? List.of() : WaiverFile.parse(where(name), text(name), checks);
        return new Waivers(rules, kernel, today);
    }

    /// The result with the waiver that applies to it, if one does.
    ResultLine marked(PlannedRun run, ResultLine result) {
        Optional<Waiver> waiver = applying(run, result.verdict());
        return waiver.isEmpty() ? result : result.toBuilder().waiver(waiver.get()).build();
    }

    private Optional<Waiver> applying(PlannedRun run, Verdict verdict) {
        return run.found().isCanary()
                ? Optional.empty()
                : rules.stream()
                        .filter(rule -> rule.isAbout(run, kernel))
                        .findFirst()
                        .flatMap(rule -> rule.on(verdict, today));
    }

    private static String where(String name) {
        return name.equals(DEFAULT) ? RESOURCE : name;
    }

    private static String text(String name) {
        try {
            return name.equals(DEFAULT) ? resource() : Files.readString(Path.of(name));
        } catch (IOException e) {
            throw new UsageException("--waivers: " + name + " can't be read: " + e);
        }
    }

    private static String resource() {
        try (InputStream in = Waivers.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + RESOURCE + " in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
