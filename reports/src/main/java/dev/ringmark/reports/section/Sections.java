package dev.ringmark.reports.section;

import dev.ringmark.reports.view.RunView;
import java.util.List;

/// The sections of a report.
public final class Sections {
    /// In the order people see them.
    private static final List<Section> ALL =
            List.of(
                    new SummarySection(),
                    new FindingsSection(),
                    new ChecksSection(),
                    new FeaturesSection(),
                    new EnvironmentSection(),
                    new RecordSection());

    private Sections() {}

    /// Those that have something to show of `run`.
    public static List<Section> of(RunView run) {
        return ALL.stream().filter(section -> section.isIn(run)).toList();
    }
}
