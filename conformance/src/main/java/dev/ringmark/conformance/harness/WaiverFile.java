package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.StrictFields;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Reads a file of waivers, strictly: a waiver that is misspelt would cover nothing, in silence.
///
///     {"waivers": [{
///         "id": "timeout.absolute_in_time_namespace",
///         "modes": ["none"],
///         "from": "5.6",
///         "to": "6.18.44",
///         "reason": "...",
///         "link": "https://...",
///         "expires": "2027-06-30"
///     }]}
///
/// `modes`, `from` and `to` may be left out.
final class WaiverFile {

    private final List<FoundCheck> checks;

    private WaiverFile(List<FoundCheck> checks) {
        this.checks = checks;
    }

    /// The waivers that a text holds.
    ///
    /// @param where what the text was read from, for complaints
    /// @throws UsageException naming the field, its value and what was expected
    static List<WaiverRule> parse(String where, String text, List<FoundCheck> checks) {
        try {
            StrictFields file = new StrictFields("", Json.parse(text));
            WaiverFile reader = new WaiverFile(checks);
            List<WaiverRule> rules = new ArrayList<>();
            file.objects("waivers").forEach(fields -> rules.add(reader.rule(fields)));
            file.end();
            return List.copyOf(rules);
        } catch (IllegalArgumentException e) {
            throw new UsageException(where + ": " + e.getMessage());
        }
    }

    private WaiverRule rule(StrictFields fields) {
        FoundCheck found = check(fields, fields.text("id"));
        WaiverRule rule =
                new WaiverRule(
                        found.check().id(),
                        modes(fields, found),
                        version(fields, "from"),
                        version(fields, "to"),
                        fields.text("reason"),
                        fields.text("link"),
                        date(fields, fields.text("expires")));
        fields.end();
        KernelVersion from = rule.from();
        KernelVersion to = rule.to();
        if (from != null && to != null && from.compareTo(to) > 0) {
            throw fields.wrong("to", to.raw(), "a release not before from, " + from.raw());
        }
        return rule;
    }

    private FoundCheck check(StrictFields fields, String id) {
        return checks.stream()
                .filter(found -> found.check().id().equals(id) && !found.isCanary())
                .findFirst()
                .orElseThrow(() -> fields.wrong("id", id, "the id of a check"));
    }

    private static Set<RingMode> modes(StrictFields fields, FoundCheck found) {
        Set<RingMode> modes = EnumSet.noneOf(RingMode.class);
        List<String> allowed = found.runs().stream().map(run -> run.mode().wireName()).toList();
        for (String name : fields.texts("modes")) {
            int index = allowed.indexOf(name);
            if (index < 0) {
                throw fields.wrong("modes", name, "some of " + allowed);
            }
            modes.add(found.runs().get(index).mode());
        }
        return modes;
    }

    private static @Nullable KernelVersion version(StrictFields fields, String name) {
        String text = fields.textOrNull(name);
        try {
            return text == null ? null : KernelVersion.parse(text);
        } catch (IllegalArgumentException _) {
            throw fields.wrong(name, text, "a kernel release, such as 6.18.44");
        }
    }

    private static LocalDate date(StrictFields fields, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException _) {
            throw fields.wrong("expires", text, "a date, such as 2027-06-30");
        }
    }
}
