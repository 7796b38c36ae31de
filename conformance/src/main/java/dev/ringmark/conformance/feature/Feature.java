package dev.ringmark.conformance.feature;

import dev.ringmark.runtime.probe.KernelVersion;
import org.jspecify.annotations.Nullable;

/// One feature of io_uring with where it is said to be.
///
/// @param kind where in the interface it lives
/// @param name the header's name, or for a behaviour a phrase
/// @param value its value in the header's own notation, empty where it has none
/// @param since the first release whose header has it
/// @param gone the first release that lacks it again, or null; not after `since` where no release
///     ever took it
/// @param documented what the man pages say, or null where they give no release
/// @param source where `since` comes from
/// @param detect how a kernel can be asked
/// @param notes what else there is to know
public record Feature(
        FeatureKind kind,
        String name,
        String value,
        KernelVersion since,
        @Nullable KernelVersion gone,
        @Nullable Claim documented,
        String source,
        String detect,
        String notes) {

    /// What a man page says.
    ///
    /// @param since the release it names
    /// @param page the page, `io_uring_setup(2)`
    public record Claim(KernelVersion since, String page) {}

    /// Whether a release of that version should have it, going by the header.
    public boolean isExpectedOn(KernelVersion version) {
        return version.reaches(since) && (gone == null || !version.reaches(gone));
    }

    /// Whether the header has it, but no release takes it.
    public boolean isHeaderOnly() {
        return gone != null && since.reaches(gone);
    }
}
