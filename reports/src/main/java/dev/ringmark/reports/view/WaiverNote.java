package dev.ringmark.reports.view;

import dev.ringmark.stats.record.Waiver;
import dev.ringmark.stats.record.WaiverMark;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A waiver beside a result. `link` is null unless it leads to the web: nothing else is a link.
public record WaiverNote(
        String id, String reason, @Nullable String link, String expires, WaiverMark mark) {
    static WaiverNote of(Waiver waiver) {
        String link = waiver.link().toLowerCase(Locale.ROOT);
        boolean web = link.startsWith("https://") || link.startsWith("http://");
        return new WaiverNote(
                Visible.line(waiver.id()),
                Visible.line(waiver.reason()),
                web ? Visible.line(waiver.link()) : null,
                waiver.expires().toString(),
                waiver.mark());
    }

    /// What the waiver means here: `waived until 2027-03-01`.
    public String says() {
        return switch (mark) {
            case COVERS -> "waived until " + expires;
            case EXPIRED -> "waiver expired on " + expires + ", it covers nothing any more";
            case UNEXPECTED_PASS -> "waiver not needed: there was no finding here";
        };
    }
}
