package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct io_uring_rsrc_register`: the argument of REGISTER_FILES2 and BUFFERS2 (since 5.13).
public final class ResourceRegisterLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   4  nr
    ///    4   4  flags            RSRC_REGISTER_SPARSE
    ///    8   8  resv2            must be 0
    ///   16   8  data             pointer
    ///   24   8  tags             pointer, or 0
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    32,
                    JAVA_INT.withName("nr"),
                    JAVA_INT.withName("flags"),
                    JAVA_LONG.withName("resv2"),
                    JAVA_LONG.withName("data"),
                    JAVA_LONG.withName("tags"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long NR = Layouts.offset(LAYOUT, "nr");
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags");
    public static final long RESV2 = Layouts.offset(LAYOUT, "resv2");
    public static final long DATA = Layouts.offset(LAYOUT, "data");
    public static final long TAGS = Layouts.offset(LAYOUT, "tags");

    private ResourceRegisterLayout() {}
}
