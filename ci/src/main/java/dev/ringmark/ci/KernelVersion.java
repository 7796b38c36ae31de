package dev.ringmark.ci;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The two numbers of a kernel release that documentation speaks of: 6.1 of `6.1.0-18-amd64`.
record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {
    private static final Pattern RELEASE = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})(\\D.*)?");

    /// Reads what `uname -r` prints, or what a person says: `6.1`, `v6.1`.
    static KernelVersion parse(String release) {
        Matcher matcher = RELEASE.matcher(release.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + release + "', expected a kernel version such as 6.1 or 6.1.0-18-amd64");
        }
        return new KernelVersion(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public int compareTo(KernelVersion other) {
        return Comparator.comparingInt(KernelVersion::major)
                .thenComparingInt(KernelVersion::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
