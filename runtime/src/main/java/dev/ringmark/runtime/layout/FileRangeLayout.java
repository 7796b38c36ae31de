package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct io_uring_file_index_range`: the argument of FILE_ALLOC_RANGE (since 6.0).
public final class FileRangeLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   4  off              first slot
    ///    4   4  len
    ///    8   8  resv             must be 0
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    16,
                    JAVA_INT.withName("off"),
                    JAVA_INT.withName("len"),
                    JAVA_LONG.withName("resv"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long OFF = Layouts.offset(LAYOUT, "off");
    public static final long LEN = Layouts.offset(LAYOUT, "len");
    public static final long RESV = Layouts.offset(LAYOUT, "resv");

    private FileRangeLayout() {}
}
