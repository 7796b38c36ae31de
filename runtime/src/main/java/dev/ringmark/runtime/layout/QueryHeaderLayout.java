package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct io_uring_query_hdr`: one question to REGISTER_QUERY (since 6.18).
public final class QueryHeaderLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  next_entry       pointer, or 0
    ///    8   8  query_data       pointer
    ///   16   4  query_op         QueryOpcode
    ///   20   4  data_size        in and out
    ///   24   4  result           0 or -errno
    ///   28   4  resv0
    ///   32   4  resv1
    ///   36   4  resv2
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    40,
                    JAVA_LONG.withName("next_entry"),
                    JAVA_LONG.withName("query_data"),
                    JAVA_INT.withName("query_op"),
                    JAVA_INT.withName("data_size"),
                    JAVA_INT.withName("result"),
                    JAVA_INT.withName("resv0"),
                    JAVA_INT.withName("resv1"),
                    JAVA_INT.withName("resv2"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long NEXT_ENTRY = Layouts.offset(LAYOUT, "next_entry");
    public static final long QUERY_DATA = Layouts.offset(LAYOUT, "query_data");
    public static final long QUERY_OP = Layouts.offset(LAYOUT, "query_op");
    public static final long DATA_SIZE = Layouts.offset(LAYOUT, "data_size");
    public static final long RESULT = Layouts.offset(LAYOUT, "result");
    public static final long RESV0 = Layouts.offset(LAYOUT, "resv0");
    public static final long RESV1 = Layouts.offset(LAYOUT, "resv1");
    public static final long RESV2 = Layouts.offset(LAYOUT, "resv2");

    private QueryHeaderLayout() {}
}
