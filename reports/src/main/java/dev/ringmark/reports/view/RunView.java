package dev.ringmark.reports.view;

import dev.ringmark.stats.record.FeatureClass;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.StartLine;
import dev.ringmark.stats.record.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A whole run as reports show it. Every text in it is visible and bounded, none is trusted.
///
/// `stop` says why the run is not complete and is empty if it is; `unfinished` names what was
/// started and has no result; `command` checks that kernel.
public record RunView(
        String kernel,
        String arch,
        String suite,
        long seed,
        String runId,
        String started,
        Headline headline,
        String stop,
        Map<Verdict, Integer> counts,
        List<Family> families,
        List<String> unfinished,
        List<FeatureRow> features,
        List<Entry> environment,
        List<Entry> identity,
        List<String> problems,
        String command) {
    private static final String HOST_FAMILY = "kernel.";
    private static final String KERNEL_NAME = "kernelName";
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9._+~/:=@%-]+");

    /// The view of `run`, of the host's own kernel or of the one that its record names.
    public static RunView of(Run run) {
        return of(run, null);
    }

    /// The view of `run`.
    ///
    /// @param kernel what `--kernel` takes to check its kernel, where its record does not say;
    ///     null: the host's own
    public static RunView of(Run run, @Nullable String kernel) {
        List<CheckRow> checks = CheckRows.of(run.results());
        return new RunView(
                Visible.line(run.header().env().kernelRelease()),
                Visible.line(run.header().env().arch()),
                Visible.line(run.header().suite()),
                run.header().seed(),
                Visible.line(run.header().runId()),
                Facts.instant(run.header().startedAt()),
                Headline.of(run, checks),
                Headline.stop(run),
                counts(run),
                families(checks),
                run.startedWithoutResult().stream().map(RunView::name).toList(),
                run.features().stream().map(FeatureRow::of).toList(),
                Facts.environment(run.header().env()),
                Facts.identity(run),
                Shown.lines(run.problems().stream().map(Object::toString).toList()),
                command(run, kernel));
    }

    /// All checks, family by family.
    public List<CheckRow> checks() {
        return families.stream().flatMap(f -> f.checks().stream()).toList();
    }

    /// What repeats the run, to be copied.
    public String repetition() {
        return command + " --suite " + suite + " --seed " + seed;
    }

    /// What repeats one check of it. What the host itself found (`kernel.log`) takes the whole run.
    public String repetition(CheckRow check) {
        return check.id().startsWith(HOST_FAMILY)
                ? repetition()
                : command + " --only " + check.id() + " --seed " + seed;
    }

    /// The checks a reader has to look at: what fails the run first, then what is waived, then
    /// waivers that are not needed.
    public List<CheckRow> notable() {
        List<CheckRow> notable = new ArrayList<>();
        checks().stream().filter(CheckRow::isUncovered).forEach(notable::add);
        checks().stream().filter(CheckRow::isWaived).forEach(notable::add);
        checks().stream()
                .filter(c -> !c.notable().isEmpty() && !notable.contains(c))
                .forEach(notable::add);
        return notable;
    }

    /// Number of results.
    public int resultCount() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// What all results took, one after the other.
    public double seconds() {
        return checks().stream().mapToDouble(CheckRow::seconds).sum();
    }

    /// Number of features by class; a class without features is absent.
    public Map<FeatureClass, Integer> featureCounts() {
        Map<FeatureClass, Integer> byClass = new EnumMap<>(FeatureClass.class);
        features.forEach(f -> byClass.merge(f.featureClass(), 1, Integer::sum));
        return byClass;
    }

    private static Map<Verdict, Integer> counts(Run run) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict, run.counts().getOrDefault(verdict, 0));
        }
        return counts;
    }

    private static List<Family> families(List<CheckRow> checks) {
        Map<String, List<CheckRow>> byName = new LinkedHashMap<>();
        for (CheckRow check : checks) {
            String name = check.id().substring(0, check.id().indexOf('.'));
            byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(check);
        }
        List<Family> families = new ArrayList<>();
        byName.forEach((name, members) -> families.add(new Family(name, List.copyOf(members))));
        return families;
    }

    private static String command(Run run, @Nullable String kernel) {
        JsonValue said = run.header().env().extras().get(KERNEL_NAME);
        String name = said instanceof JsonValue.Text(String text) ? Visible.line(text) : kernel;
        if (name == null) {
            return "./ringmark check";
        }
        boolean isPlain = PLAIN_WORD.matcher(name).matches();
        String word = isPlain ? name : "'" + name.replace("'", "'\\''") + "'";
        return "./ringmark check --kernel " + word;
    }

    private static String name(StartLine start) {
        String label = CheckRows.label(start.params());
        return label.isEmpty() ? start.id() : start.id() + " [" + label + "]";
    }
}
