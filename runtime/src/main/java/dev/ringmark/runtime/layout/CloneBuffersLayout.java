package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// `struct io_uring_clone_buffers`: the argument of REGISTER_CLONE_BUFFERS (since 6.12).
public final class CloneBuffersLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   4  src_fd           ring fd, or registered index
    ///    4   4  flags            RegistrationOption
    ///    8   4  src_off          since 6.13
    ///   12   4  dst_off          since 6.13
    ///   16   4  nr               0 is all; since 6.13
    ///   20  12  (reserved)
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    32,
                    JAVA_INT.withName("src_fd"),
                    JAVA_INT.withName("flags"),
                    JAVA_INT.withName("src_off"),
                    JAVA_INT.withName("dst_off"),
                    JAVA_INT.withName("nr"),
                    MemoryLayout.paddingLayout(12));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long SRC_FD = Layouts.offset(LAYOUT, "src_fd");
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags");
    public static final long SRC_OFF = Layouts.offset(LAYOUT, "src_off");
    public static final long DST_OFF = Layouts.offset(LAYOUT, "dst_off");
    public static final long NR = Layouts.offset(LAYOUT, "nr");

    private CloneBuffersLayout() {}
}
