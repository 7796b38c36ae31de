package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// `struct io_uring_sync_cancel_reg`: the argument of REGISTER_SYNC_CANCEL (since 6.0).
public final class SyncCancelLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  addr             user_data to match
    ///    8   4  fd
    ///   12   4  flags            CancelFlag
    ///   16   8  tv_sec           -1 waits for ever
    ///   24   8  tv_nsec          -1 waits for ever
    ///   32   1  opcode
    ///   33  31  (reserved)
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    64,
                    JAVA_LONG.withName("addr"),
                    JAVA_INT.withName("fd"),
                    JAVA_INT.withName("flags"),
                    JAVA_LONG.withName("tv_sec"),
                    JAVA_LONG.withName("tv_nsec"),
                    JAVA_BYTE.withName("opcode"),
                    MemoryLayout.paddingLayout(31));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long ADDR = Layouts.offset(LAYOUT, "addr");
    public static final long FD = Layouts.offset(LAYOUT, "fd");
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags");
    public static final long TV_SEC = Layouts.offset(LAYOUT, "tv_sec");
    public static final long TV_NSEC = Layouts.offset(LAYOUT, "tv_nsec");
    public static final long OPCODE = Layouts.offset(LAYOUT, "opcode");

    private SyncCancelLayout() {}
}
