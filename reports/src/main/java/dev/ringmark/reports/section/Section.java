package dev.ringmark.reports.section;

import dev.ringmark.reports.view.RunView;
import gg.jte.Content;

/// One part of a report; a new one gets its line in [Sections].
public interface Section {
    /// The anchor of the section in a page.
    String id();

    /// The heading.
    String title();

    /// Whether `run` has anything to show here.
    default boolean isIn(RunView run) {
        return true;
    }

    /// What stands under the heading of a page.
    Content html(RunView run);

    /// Writes what stands under the heading of a Markdown text.
    void markdown(RunView run, MarkdownText out);
}
