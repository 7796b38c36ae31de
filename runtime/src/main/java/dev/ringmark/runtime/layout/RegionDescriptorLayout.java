package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct io_uring_region_desc`: memory shared beyond the rings (since 6.13).
public final class RegionDescriptorLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  user_addr
    ///    8   8  region_size
    ///   16   4  flags            MEM_REGION_TYPE_USER
    ///   20   4  id
    ///   24   8  mmap_offset
    ///   32   8  resv0
    ///   40   8  resv1
    ///   48   8  resv2
    ///   56   8  resv3
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    64,
                    JAVA_LONG.withName("user_addr"),
                    JAVA_LONG.withName("region_size"),
                    JAVA_INT.withName("flags"),
                    JAVA_INT.withName("id"),
                    JAVA_LONG.withName("mmap_offset"),
                    JAVA_LONG.withName("resv0"),
                    JAVA_LONG.withName("resv1"),
                    JAVA_LONG.withName("resv2"),
                    JAVA_LONG.withName("resv3"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long USER_ADDR = Layouts.offset(LAYOUT, "user_addr");
    public static final long REGION_SIZE = Layouts.offset(LAYOUT, "region_size");
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags");
    public static final long ID = Layouts.offset(LAYOUT, "id");
    public static final long MMAP_OFFSET = Layouts.offset(LAYOUT, "mmap_offset");
    public static final long RESV0 = Layouts.offset(LAYOUT, "resv0");
    public static final long RESV1 = Layouts.offset(LAYOUT, "resv1");
    public static final long RESV2 = Layouts.offset(LAYOUT, "resv2");
    public static final long RESV3 = Layouts.offset(LAYOUT, "resv3");

    private RegionDescriptorLayout() {}
}
