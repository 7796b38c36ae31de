package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/// `struct io_uring_clock_register`: the argument of REGISTER_CLOCK (since 6.12).
public final class ClockLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   4  clockid
    ///    4   4  resv0
    ///    8   4  resv1
    ///   12   4  resv2
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    16,
                    JAVA_INT.withName("clockid"),
                    JAVA_INT.withName("resv0"),
                    JAVA_INT.withName("resv1"),
                    JAVA_INT.withName("resv2"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long CLOCKID = Layouts.offset(LAYOUT, "clockid");
    public static final long RESV0 = Layouts.offset(LAYOUT, "resv0");
    public static final long RESV1 = Layouts.offset(LAYOUT, "resv1");
    public static final long RESV2 = Layouts.offset(LAYOUT, "resv2");

    private ClockLayout() {}
}
