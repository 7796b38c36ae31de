package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct __kernel_timespec`: a time in seconds and nanoseconds.
public final class TimespecLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  tv_sec
    ///    8   8  tv_nsec          0..999999999
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(16, JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_nsec"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long TV_SEC = Layouts.offset(LAYOUT, "tv_sec");
    public static final long TV_NSEC = Layouts.offset(LAYOUT, "tv_nsec");

    private TimespecLayout() {}
}
