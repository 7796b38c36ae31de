package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/// `struct io_uring_probe_op`: one opcode's entry in a probe.
public final class ProbeOpLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   1  op
    ///    1   1  resv
    ///    2   2  flags            IO_URING_OP_SUPPORTED
    ///    4   4  resv2
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    8,
                    JAVA_BYTE.withName("op"),
                    JAVA_BYTE.withName("resv"),
                    JAVA_SHORT.withName("flags"),
                    JAVA_INT.withName("resv2"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long OP = Layouts.offset(LAYOUT, "op");
    public static final long RESV = Layouts.offset(LAYOUT, "resv");
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags");
    public static final long RESV2 = Layouts.offset(LAYOUT, "resv2");

    private ProbeOpLayout() {}
}
