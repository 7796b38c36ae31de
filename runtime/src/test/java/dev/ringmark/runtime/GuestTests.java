package dev.ringmark.runtime;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// Runs the tests of packages and classes without Maven, as in a guest, where there is none.
///
/// Prints what failed and why, what was skipped and why, what took long, and the counts. Exit
/// status 0 when nothing failed, 1 when something did, 2 when nothing was found to run.
public final class GuestTests implements TestExecutionListener {

    private static final int FRAMES_MAX = 12;
    private static final long SLOW_NS = 2_000_000_000L;

    private final PrintStream out;
    private final Map<String, Long> starts = new ConcurrentHashMap<>();

    private GuestTests(PrintStream out) {
        this.out = out;
    }

    /// Takes the names of packages (`dev.ringmark.runtime.op`) and of classes.
    public static void main(String[] names) {
        SummaryGeneratingListener counts = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request(names), counts, new GuestTests(System.out));
        TestExecutionSummary summary = counts.getSummary();
        System.out.printf(
                "%d tests: %d passed, %d failed, %d skipped%n",
                summary.getTestsFoundCount(),
                summary.getTestsSucceededCount(),
                summary.getTotalFailureCount(),
                summary.getTestsSkippedCount() + summary.getTestsAbortedCount());
        System.exit(status(summary));
    }

    private static int status(TestExecutionSummary summary) {
        if (summary.getTestsFoundCount() == 0) {
            return 2;
        }
        return summary.getTotalFailureCount() == 0 ? 0 : 1;
    }

    private static LauncherDiscoveryRequest request(String[] names) {
        List<DiscoverySelector> selectors =
                Arrays.stream(names).<DiscoverySelector>map(GuestTests::selector).toList();
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .filters(ClassNameFilter.includeClassNamePatterns(".*Test"))
                // Properties ask code of ours alone, hundreds of times: the host has done so.
                .filters(EngineFilter.excludeEngines("jqwik"))
                .build();
    }

    private static DiscoverySelector selector(String name) {
        boolean isClass = Character.isUpperCase(name.charAt(name.lastIndexOf('.') + 1));
        return isClass
                ? DiscoverySelectors.selectClass(name)
                : DiscoverySelectors.selectPackage(name);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        out.println("skipped  " + name(test) + ": " + reason);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        starts.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        long took = System.nanoTime() - starts.getOrDefault(test.getUniqueId(), 0L);
        if (test.isTest() && took > SLOW_NS) {
            out.printf("slow     %s: %.1f s%n", name(test), took / 1e9);
        }
        Throwable why = result.getThrowable().orElse(null);
        switch (result.getStatus()) {
            case SUCCESSFUL -> {}
            case ABORTED ->
                    out.println(
                            "skipped  "
                                    + name(test)
                                    + ": "
                                    + (why == null ? "" : why.getMessage()));
            case FAILED -> {
                out.println("FAILED   " + name(test) + ": " + why);
                if (why != null) {
                    Arrays.stream(why.getStackTrace())
                            .filter(frame -> frame.getClassName().startsWith("dev.ringmark"))
                            .limit(FRAMES_MAX)
                            .forEach(frame -> out.println("         at " + frame));
                }
            }
        }
    }

    private static String name(TestIdentifier test) {
        return test.getUniqueId().replaceAll(".*\\[class:([^\\]]*)\\]", "$1 ");
    }
}
