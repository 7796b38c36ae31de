package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// `struct io_uring_napi`: the argument of REGISTER_NAPI and UNREGISTER_NAPI (since 6.9).
public final class NapiLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   4  busy_poll_to     microseconds
    ///    4   1  prefer_busy_poll
    ///    5   1  opcode           NapiOption, since 6.13
    ///    6   2  (reserved)
    ///    8   4  op_param         NapiOption, or a NAPI id; since 6.13
    ///   12   4  resv             must be 0
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    16,
                    JAVA_INT.withName("busy_poll_to"),
                    JAVA_BYTE.withName("prefer_busy_poll"),
                    JAVA_BYTE.withName("opcode"),
                    MemoryLayout.paddingLayout(2),
                    JAVA_INT.withName("op_param"),
                    JAVA_INT.withName("resv"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long BUSY_POLL_TO = Layouts.offset(LAYOUT, "busy_poll_to");
    public static final long PREFER_BUSY_POLL = Layouts.offset(LAYOUT, "prefer_busy_poll");
    public static final long OPCODE = Layouts.offset(LAYOUT, "opcode");
    public static final long OP_PARAM = Layouts.offset(LAYOUT, "op_param");
    public static final long RESV = Layouts.offset(LAYOUT, "resv");

    private NapiLayout() {}
}
