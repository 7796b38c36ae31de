package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct io_uring_cqe`: one completion; 16 more bytes follow in a CQE32.
public final class CqeLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  user_data        as in the SQE
    ///    8   4  res              result or -errno
    ///   12   4  flags            CqeFlag
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    16,
                    JAVA_LONG.withName("user_data"),
                    JAVA_INT.withName("res"),
                    JAVA_INT.withName("flags"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long USER_DATA = Layouts.offset(LAYOUT, "user_data");
    public static final long RES = Layouts.offset(LAYOUT, "res");
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags");

    private CqeLayout() {}
}
