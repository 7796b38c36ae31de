package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/// `struct io_uring_restriction`: one rule of REGISTER_RESTRICTIONS (since 5.10).
public final class RestrictionLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   2  opcode           RestrictionOpcode
    ///    2   1  value            opcode, register op or SQE flags
    ///    3   1  resv
    ///    4   4  resv2_0
    ///    8   4  resv2_1
    ///   12   4  resv2_2
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    16,
                    JAVA_SHORT.withName("opcode"),
                    JAVA_BYTE.withName("value"),
                    JAVA_BYTE.withName("resv"),
                    JAVA_INT.withName("resv2_0"),
                    JAVA_INT.withName("resv2_1"),
                    JAVA_INT.withName("resv2_2"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long OPCODE = Layouts.offset(LAYOUT, "opcode");
    public static final long VALUE = Layouts.offset(LAYOUT, "value");
    public static final long RESV = Layouts.offset(LAYOUT, "resv");
    public static final long RESV2_0 = Layouts.offset(LAYOUT, "resv2_0");
    public static final long RESV2_1 = Layouts.offset(LAYOUT, "resv2_1");
    public static final long RESV2_2 = Layouts.offset(LAYOUT, "resv2_2");

    private RestrictionLayout() {}
}
