package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct io_uring_getevents_arg`: how long an enter waits (io_uring_enter2(2), since 5.11).
public final class WaitArgumentLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  sigmask          pointer, or 0
    ///    8   4  sigmask_sz       8 with a sigmask
    ///   12   4  min_wait_usec    since 6.12
    ///   16   8  ts               pointer to a timespec, or 0
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    24,
                    JAVA_LONG.withName("sigmask"),
                    JAVA_INT.withName("sigmask_sz"),
                    JAVA_INT.withName("min_wait_usec"),
                    JAVA_LONG.withName("ts"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long SIGMASK = Layouts.offset(LAYOUT, "sigmask");
    public static final long SIGMASK_SZ = Layouts.offset(LAYOUT, "sigmask_sz");
    public static final long MIN_WAIT_USEC = Layouts.offset(LAYOUT, "min_wait_usec");
    public static final long TS = Layouts.offset(LAYOUT, "ts");

    private WaitArgumentLayout() {}
}
