package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// `struct io_uring_buf_reg`: the argument of REGISTER_PBUF_RING (since 5.19).
public final class BufferRegistrationLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  ring_addr        page-aligned, or 0 with MMAP
    ///    8   4  ring_entries     a power of two
    ///   12   2  bgid             buffer group
    ///   14   2  flags            BufferRingFlag
    ///   16   4  min_left         INC only, since 7.1
    ///   20  20  (reserved)
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    40,
                    JAVA_LONG.withName("ring_addr"),
                    JAVA_INT.withName("ring_entries"),
                    JAVA_SHORT.withName("bgid"),
                    JAVA_SHORT.withName("flags"),
                    JAVA_INT.withName("min_left"),
                    MemoryLayout.paddingLayout(20));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long RING_ADDR = Layouts.offset(LAYOUT, "ring_addr");
    public static final long RING_ENTRIES = Layouts.offset(LAYOUT, "ring_entries");
    public static final long BGID = Layouts.offset(LAYOUT, "bgid");
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags");
    public static final long MIN_LEFT = Layouts.offset(LAYOUT, "min_left");

    private BufferRegistrationLayout() {}
}
