package dev.ringmark.kernels.catalog;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The upstream version of a kernel: `6.12.117`, or `7.3-rc7` before its release.
///
/// @param candidate the number behind `-rc`; 0 once it is released
public record KernelVersion(int major, int minor, int point, int candidate)
        implements Comparable<KernelVersion> {
    private static final Pattern LEADING =
            Pattern.compile(
                    "(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,6}))?(?:[-~]rc(\\d{1,3}))?(?![\\d]).*");

    /// A candidate comes before the release that it became.
    private static final Comparator<KernelVersion> ORDER =
            Comparator.comparingInt(KernelVersion::major)
                    .thenComparingInt(KernelVersion::minor)
                    .thenComparingInt(KernelVersion::point)
                    .thenComparingInt(v -> v.candidate == 0 ? Integer.MAX_VALUE : v.candidate);

    /// What a package version or a release says in front: `6.12.117-1`, `7.3~rc7-1~exp1`,
    /// `6.12.117+deb13-cloud-amd64`. Empty when it begins otherwise.
    public static Optional<KernelVersion> leading(String text) {
        Matcher matcher = LEADING.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new KernelVersion(
                                Integer.parseInt(matcher.group(1)),
                                Integer.parseInt(matcher.group(2)),
                                number(matcher, 3),
                                number(matcher, 4)))
                : Optional.empty();
    }

    /// What it is a point of: `6.12`; `7.3-rc` for every candidate of 7.3.
    public String series() {
        return major + "." + minor + (candidate == 0 ? "" : "-rc");
    }

    @Override
    public int compareTo(KernelVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major
                + "."
                + minor
                + (point == 0 ? "" : "." + point)
                + (candidate == 0 ? "" : "-rc" + candidate);
    }

    private static int number(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
    }
}
