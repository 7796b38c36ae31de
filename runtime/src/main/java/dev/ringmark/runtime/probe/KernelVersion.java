package dev.ringmark.runtime.probe;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kernel's version, read from the release string that distributions really print.
///
/// Ordered by its numbers; a release candidate comes before its release. What a distribution adds
/// (`-46-cloud-amd64`, `+deb12`, a fourth number) is kept in `raw` and does not take part, so the
/// order is not consistent with `equals`. Debian and Ubuntu print 0 for the stable patch level.
///
/// @param major 6 of `6.12.117`
/// @param minor 12 of `6.12.117`
/// @param patch 117 of `6.12.117`, 0 where none is printed
/// @param releaseCandidate 7 of `7.3-rc7`, 0 for a release
/// @param raw the string as the kernel gave it
public record KernelVersion(int major, int minor, int patch, int releaseCandidate, String raw)
        implements Comparable<KernelVersion> {

    // Fedora and RHEL write a candidate as 6.19.0-0.rc2, everybody else as 6.19.0-rc2.
    private static final Pattern RELEASE =
            Pattern.compile(
                    "(\\d{1,5})\\.(\\d{1,5})(?:\\.(\\d{1,5}))?(?:\\.\\d+)*"
                            + "(?:-(?:0\\.)?rc(\\d{1,5}))?(?:[-+.~_].*)?");

    private static final Comparator<KernelVersion> BY_NUMBERS =
            Comparator.comparingInt(KernelVersion::major)
                    .thenComparingInt(KernelVersion::minor)
                    .thenComparingInt(KernelVersion::patch)
                    .thenComparingInt(KernelVersion::candidateRank);

    /// Reads a release string.
    ///
    /// @param release what uname(2) says, or a release's own name such as `5.19`
    /// @throws IllegalArgumentException when it does not start with two numbers
    public static KernelVersion parse(String release) {
        Matcher matcher = RELEASE.matcher(release);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "release: \""
                            + release
                            + "\", expected MAJOR.MINOR and what follows, as in"
                            + " 6.12.117+deb12-cloud-amd64");
        }
        return new KernelVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)),
                matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4)),
                release);
    }

    /// Whether what a release brought is to be expected here.
    ///
    /// Looks at major and minor only: features come with the merge window, so `7.3-rc1` has what
    /// 7.3 has, and a stable patch level brings none.
    public boolean reaches(KernelVersion release) {
        return major != release.major ? major > release.major : minor >= release.minor;
    }

    @Override
    public int compareTo(KernelVersion other) {
        return BY_NUMBERS.compare(this, other);
    }

    /// The string as the kernel gave it.
    @Override
    public String toString() {
        return raw;
    }

    private int candidateRank() {
        return releaseCandidate == 0 ? Integer.MAX_VALUE : releaseCandidate;
    }
}
