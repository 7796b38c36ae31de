package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct io_uring_reg_wait`: one wait argument in a registered region (since 6.13).
public final class RegisteredWaitLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  tv_sec
    ///    8   8  tv_nsec
    ///   16   4  min_wait_usec
    ///   20   4  flags            REG_WAIT_TS
    ///   24   8  sigmask
    ///   32   4  sigmask_sz
    ///   36   4  pad0
    ///   40   4  pad1
    ///   44   4  pad2
    ///   48   8  pad3
    ///   56   8  pad4
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    64,
                    JAVA_LONG.withName("tv_sec"),
                    JAVA_LONG.withName("tv_nsec"),
                    JAVA_INT.withName("min_wait_usec"),
                    JAVA_INT.withName("flags"),
                    JAVA_LONG.withName("sigmask"),
                    JAVA_INT.withName("sigmask_sz"),
                    JAVA_INT.withName("pad0"),
                    JAVA_INT.withName("pad1"),
                    JAVA_INT.withName("pad2"),
                    JAVA_LONG.withName("pad3"),
                    JAVA_LONG.withName("pad4"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long TV_SEC = Layouts.offset(LAYOUT, "tv_sec");
    public static final long TV_NSEC = Layouts.offset(LAYOUT, "tv_nsec");
    public static final long MIN_WAIT_USEC = Layouts.offset(LAYOUT, "min_wait_usec");
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags");
    public static final long SIGMASK = Layouts.offset(LAYOUT, "sigmask");
    public static final long SIGMASK_SZ = Layouts.offset(LAYOUT, "sigmask_sz");
    public static final long PAD0 = Layouts.offset(LAYOUT, "pad0");
    public static final long PAD1 = Layouts.offset(LAYOUT, "pad1");
    public static final long PAD2 = Layouts.offset(LAYOUT, "pad2");
    public static final long PAD3 = Layouts.offset(LAYOUT, "pad3");
    public static final long PAD4 = Layouts.offset(LAYOUT, "pad4");

    private RegisteredWaitLayout() {}
}
