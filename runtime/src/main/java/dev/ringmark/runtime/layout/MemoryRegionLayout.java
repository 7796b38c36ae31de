package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct io_uring_mem_region_reg`: the argument of REGISTER_MEM_REGION (since 6.13).
public final class MemoryRegionLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  region_uptr      pointer to a region descriptor
    ///    8   8  flags            MEM_REGION_REG_WAIT_ARG
    ///   16   8  resv0
    ///   24   8  resv1
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    32,
                    JAVA_LONG.withName("region_uptr"),
                    JAVA_LONG.withName("flags"),
                    JAVA_LONG.withName("resv0"),
                    JAVA_LONG.withName("resv1"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long REGION_UPTR = Layouts.offset(LAYOUT, "region_uptr");
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags");
    public static final long RESV0 = Layouts.offset(LAYOUT, "resv0");
    public static final long RESV1 = Layouts.offset(LAYOUT, "resv1");

    private MemoryRegionLayout() {}
}
