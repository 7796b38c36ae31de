package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// `struct io_uring_query_opcode`: the answer to QUERY_OPCODES (since 6.18).
public final class QueryOpcodesLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   4  nr_request_opcodes
    ///    4   4  nr_register_opcodes
    ///    8   8  feature_flags
    ///   16   8  ring_setup_flags
    ///   24   8  enter_flags
    ///   32   8  sqe_flags
    ///   40   4  nr_query_opcodes
    ///   44   4  pad
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    48,
                    JAVA_INT.withName("nr_request_opcodes"),
                    JAVA_INT.withName("nr_register_opcodes"),
                    JAVA_LONG.withName("feature_flags"),
                    JAVA_LONG.withName("ring_setup_flags"),
                    JAVA_LONG.withName("enter_flags"),
                    JAVA_LONG.withName("sqe_flags"),
                    JAVA_INT.withName("nr_query_opcodes"),
                    JAVA_INT.withName("pad"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long NR_REQUEST_OPCODES = Layouts.offset(LAYOUT, "nr_request_opcodes");
    public static final long NR_REGISTER_OPCODES = Layouts.offset(LAYOUT, "nr_register_opcodes");
    public static final long FEATURE_FLAGS = Layouts.offset(LAYOUT, "feature_flags");
    public static final long RING_SETUP_FLAGS = Layouts.offset(LAYOUT, "ring_setup_flags");
    public static final long ENTER_FLAGS = Layouts.offset(LAYOUT, "enter_flags");
    public static final long SQE_FLAGS = Layouts.offset(LAYOUT, "sqe_flags");
    public static final long NR_QUERY_OPCODES = Layouts.offset(LAYOUT, "nr_query_opcodes");
    public static final long PAD = Layouts.offset(LAYOUT, "pad");

    private QueryOpcodesLayout() {}
}
