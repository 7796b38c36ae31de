package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// `struct io_uring_query_zcrx`: the answer to QUERY_ZCRX (since 6.19).
public final class QueryZeroCopyLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  register_flags   ZCRX_REG_*
    ///    8   8  area_flags       IORING_ZCRX_AREA_*
    ///   16   4  nr_ctrl_opcodes
    ///   20   4  features         ZCRX_FEATURE_*, since 7.0
    ///   24   4  rq_hdr_size      bytes
    ///   28   4  rq_hdr_alignment bytes
    ///   32   8  (reserved)
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    40,
                    JAVA_LONG.withName("register_flags"),
                    JAVA_LONG.withName("area_flags"),
                    JAVA_INT.withName("nr_ctrl_opcodes"),
                    JAVA_INT.withName("features"),
                    JAVA_INT.withName("rq_hdr_size"),
                    JAVA_INT.withName("rq_hdr_alignment"),
                    MemoryLayout.paddingLayout(8));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long REGISTER_FLAGS = Layouts.offset(LAYOUT, "register_flags");
    public static final long AREA_FLAGS = Layouts.offset(LAYOUT, "area_flags");
    public static final long NR_CTRL_OPCODES = Layouts.offset(LAYOUT, "nr_ctrl_opcodes");
    public static final long FEATURES = Layouts.offset(LAYOUT, "features");
    public static final long RQ_HDR_SIZE = Layouts.offset(LAYOUT, "rq_hdr_size");
    public static final long RQ_HDR_ALIGNMENT = Layouts.offset(LAYOUT, "rq_hdr_alignment");

    private QueryZeroCopyLayout() {}
}
