package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/// `struct io_uring_buf`: one entry of a buffer ring; the ring's tail lies in entry 0's `resv`.
public final class BufferLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  addr
    ///    8   4  len
    ///   12   2  bid              buffer id
    ///   14   2  resv             tail, in entry 0
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    16,
                    JAVA_LONG.withName("addr"),
                    JAVA_INT.withName("len"),
                    JAVA_SHORT.withName("bid"),
                    JAVA_SHORT.withName("resv"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long ADDR = Layouts.offset(LAYOUT, "addr");
    public static final long LEN = Layouts.offset(LAYOUT, "len");
    public static final long BID = Layouts.offset(LAYOUT, "bid");
    public static final long RESV = Layouts.offset(LAYOUT, "resv");

    private BufferLayout() {}
}
