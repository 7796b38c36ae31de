package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.stats.record.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which checks run, in which modes, in an order that is the same every time.
final class Plan {

    private static final Pattern PART = Pattern.compile("(\\d{1,2})/(\\d{1,2})");

    private Plan() {}

    /// The runs that were asked for, by id and mode.
    ///
    /// A run that is narrowed to some checks keeps the canaries that cost no time: nothing else
    /// shows that it could have failed.
    ///
    /// @throws UsageException when a name means no check
    static List<PlannedRun> of(
            List<FoundCheck> all, Suite suite, List<String> only, @Nullable RingMode mode) {
        only.forEach(name -> requireMeaning(all, name));
        List<PlannedRun> runs = new ArrayList<>();
        for (FoundCheck found : all) {
            boolean named = only.isEmpty() || only.stream().anyMatch(name -> isMeant(found, name));
            if (found.check().canary() == Verdict.FAIL || (named && mode == null)) {
                runs.addAll(suite.runsOf(found));
            } else if (named) {
                found.runs().stream().filter(run -> run.mode() == mode).forEach(runs::add);
            }
        }
        if (mode != null && runs.stream().allMatch(run -> run.found().isCanary())) {
            throw new UsageException(
                    "--mode: " + mode.wireName() + ", expected a mode that a chosen check has");
        }
        runs.sort(Comparator.comparingInt(Plan::costToGoOnBehind));
        return List.copyOf(runs);
    }

    /// Every N-th check of a plan, in all its modes: each belongs to exactly one part.
    ///
    /// @param part `K/N`, or null for the whole plan
    /// @throws UsageException when it is not of that form, or K is not one of 1 to N
    static List<PlannedRun> part(List<PlannedRun> plan, @Nullable String part) {
        if (part == null) {
            return plan;
        }
        Matcher matcher = PART.matcher(part);
        int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        int parts = number > 0 ? Integer.parseInt(matcher.group(2)) : 0;
        if (number < 1 || number > parts) {
            throw new UsageException(
                    RunRequest.PART + ": " + part + ", expected K/N with K from 1 to N, N to 99");
        }
        List<FoundCheck> checks = plan.stream().map(PlannedRun::found).distinct().toList();
        return plan.stream()
                .filter(run -> checks.indexOf(run.found()) % parts == number - 1)
                .toList();
    }

    /// What is left of a plan without the runs that a file names, an id and a mode in each line.
    ///
    /// @throws UsageException when the file can't be read, or names what is not planned
    static List<PlannedRun> without(List<PlannedRun> plan, @Nullable Path file) {
        if (file == null) {
            return plan;
        }
        try {
            Set<String> done = new HashSet<>(Files.readAllLines(file));
            List<PlannedRun> left =
                    plan.stream().filter(run -> !done.remove(run.toString())).toList();
            if (!done.isEmpty()) {
                throw new UsageException(
                        "--skip: " + done.iterator().next() + ", expected what is planned");
            }
            return left;
        } catch (IOException e) {
            throw new UsageException("--skip: " + file + " cannot be read: " + e.getMessage());
        }
    }

    /// Where a run belongs: what ends its worker comes last, because starting another may cost more
    /// than all checks of a family. A canary that dies or never ends does; the others only fail.
    private static int costToGoOnBehind(PlannedRun run) {
        if (run.found().check().canary() == Verdict.CRASHED) {
            return 2;
        }
        return run.found().neverEnds() ? 1 : 0;
    }

    private static boolean isMeant(FoundCheck found, String name) {
        return found.check().id().equals(name) || found.family().equals(name);
    }

    private static void requireMeaning(List<FoundCheck> all, String name) {
        if (all.stream().noneMatch(found -> isMeant(found, name))) {
            String family = name.replaceFirst("\\..*", "");
            List<String> ids =
                    all.stream()
                            .filter(found -> found.family().equals(family))
                            .map(found -> found.check().id())
                            .toList();
            throw new UsageException(
                    ids.isEmpty()
                            ? "--only: "
                                    + name
                                    + ", expected an id or a family, one of "
                                    + all.stream().map(FoundCheck::family).distinct().toList()
                            : "--only: " + name + ", expected one of " + ids);
        }
    }
}
