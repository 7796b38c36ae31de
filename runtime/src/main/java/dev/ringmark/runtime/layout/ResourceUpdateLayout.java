package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct io_uring_rsrc_update2`: the argument of FILES_UPDATE2 and BUFFERS_UPDATE (since 5.13).
public final class ResourceUpdateLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   4  offset           first slot
    ///    4   4  resv             must be 0
    ///    8   8  data             pointer
    ///   16   8  tags             pointer, or 0
    ///   24   4  nr
    ///   28   4  resv2            must be 0
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    32,
                    JAVA_INT.withName("offset"),
                    JAVA_INT.withName("resv"),
                    JAVA_LONG.withName("data"),
                    JAVA_LONG.withName("tags"),
                    JAVA_INT.withName("nr"),
                    JAVA_INT.withName("resv2"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long OFFSET = Layouts.offset(LAYOUT, "offset");
    public static final long RESV = Layouts.offset(LAYOUT, "resv");
    public static final long DATA = Layouts.offset(LAYOUT, "data");
    public static final long TAGS = Layouts.offset(LAYOUT, "tags");
    public static final long NR = Layouts.offset(LAYOUT, "nr");
    public static final long RESV2 = Layouts.offset(LAYOUT, "resv2");

    private ResourceUpdateLayout() {}
}
