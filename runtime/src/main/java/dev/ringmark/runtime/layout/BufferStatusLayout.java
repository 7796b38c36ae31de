package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// `struct io_uring_buf_status`: the argument of REGISTER_PBUF_STATUS (since 6.8).
public final class BufferStatusLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   4  buf_group
    ///    4   4  head             out
    ///    8  32  (reserved)
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    40,
                    JAVA_INT.withName("buf_group"),
                    JAVA_INT.withName("head"),
                    MemoryLayout.paddingLayout(32));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long BUF_GROUP = Layouts.offset(LAYOUT, "buf_group");
    public static final long HEAD = Layouts.offset(LAYOUT, "head");

    private BufferStatusLayout() {}
}
