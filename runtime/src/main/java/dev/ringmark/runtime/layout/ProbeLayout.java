package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/// `struct io_uring_probe`: the head of what REGISTER_PROBE fills; [ProbeOpLayout] follows.
public final class ProbeLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   1  last_op          highest opcode known
    ///    1   1  ops_len          entries filled
    ///    2   2  resv
    ///    4   4  resv2_0
    ///    8   4  resv2_1
    ///   12   4  resv2_2
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    16,
                    JAVA_BYTE.withName("last_op"),
                    JAVA_BYTE.withName("ops_len"),
                    JAVA_SHORT.withName("resv"),
                    JAVA_INT.withName("resv2_0"),
                    JAVA_INT.withName("resv2_1"),
                    JAVA_INT.withName("resv2_2"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long LAST_OP = Layouts.offset(LAYOUT, "last_op");
    public static final long OPS_LEN = Layouts.offset(LAYOUT, "ops_len");
    public static final long RESV = Layouts.offset(LAYOUT, "resv");
    public static final long RESV2_0 = Layouts.offset(LAYOUT, "resv2_0");
    public static final long RESV2_1 = Layouts.offset(LAYOUT, "resv2_1");
    public static final long RESV2_2 = Layouts.offset(LAYOUT, "resv2_2");

    private ProbeLayout() {}
}
