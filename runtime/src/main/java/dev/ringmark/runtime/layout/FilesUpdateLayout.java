package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct io_uring_files_update`: the argument of REGISTER_FILES_UPDATE, and of the ring fds.
public final class FilesUpdateLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   4  offset
    ///    4   4  resv             must be 0
    ///    8   8  fds              pointer to ints, or a ring fd
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    16,
                    JAVA_INT.withName("offset"),
                    JAVA_INT.withName("resv"),
                    JAVA_LONG.withName("fds"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long OFFSET = Layouts.offset(LAYOUT, "offset");
    public static final long RESV = Layouts.offset(LAYOUT, "resv");
    public static final long FDS = Layouts.offset(LAYOUT, "fds");

    private FilesUpdateLayout() {}
}
