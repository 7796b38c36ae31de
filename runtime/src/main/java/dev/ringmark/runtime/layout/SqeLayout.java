package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/// `struct io_uring_sqe`: one request, as liburing 2.15 and Linux 7.1 lay it out.
///
/// Unions are named after their commonest member; [dev.ringmark.runtime.ring.Sqe] has a setter for
/// each meaning. A 128-byte SQE has 64 more bytes of command data behind it.
public final class SqeLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   1  opcode           Opcode
    ///    1   1  flags            SqeFlag
    ///    2   2  ioprio           priority, or flags of sockets
    ///    4   4  fd               fd, or fixed file index
    ///    8   8  off              offset; addr2; cmd_op
    ///   16   8  addr             pointer to data; splice_off_in
    ///   24   4  len              size or count
    ///   28   4  op_flags         rw_flags, timeout_flags, ...
    ///   32   8  user_data        given back in the CQE
    ///   40   2  buf_index        buf_index; buf_group
    ///   42   2  personality      credentials to use
    ///   44   4  file_index       splice_fd_in; file_index; optlen
    ///   48   8  addr3            addr3; cmd[0]
    ///   56   8  pad2             must be 0; cmd[8]
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    64,
                    JAVA_BYTE.withName("opcode"),
                    JAVA_BYTE.withName("flags"),
                    JAVA_SHORT.withName("ioprio"),
                    JAVA_INT.withName("fd"),
                    JAVA_LONG.withName("off"),
                    JAVA_LONG.withName("addr"),
                    JAVA_INT.withName("len"),
                    JAVA_INT.withName("op_flags"),
                    JAVA_LONG.withName("user_data"),
                    JAVA_SHORT.withName("buf_index"),
                    JAVA_SHORT.withName("personality"),
                    JAVA_INT.withName("file_index"),
                    JAVA_LONG.withName("addr3"),
                    JAVA_LONG.withName("pad2"));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long OPCODE = Layouts.offset(LAYOUT, "opcode");
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags");
    public static final long IOPRIO = Layouts.offset(LAYOUT, "ioprio");
    public static final long FD = Layouts.offset(LAYOUT, "fd");
    public static final long OFF = Layouts.offset(LAYOUT, "off");
    public static final long ADDR = Layouts.offset(LAYOUT, "addr");
    public static final long LEN = Layouts.offset(LAYOUT, "len");
    public static final long OP_FLAGS = Layouts.offset(LAYOUT, "op_flags");
    public static final long USER_DATA = Layouts.offset(LAYOUT, "user_data");
    public static final long BUF_INDEX = Layouts.offset(LAYOUT, "buf_index");
    public static final long PERSONALITY = Layouts.offset(LAYOUT, "personality");
    public static final long FILE_INDEX = Layouts.offset(LAYOUT, "file_index");
    public static final long ADDR3 = Layouts.offset(LAYOUT, "addr3");
    public static final long PAD2 = Layouts.offset(LAYOUT, "pad2");

    private SqeLayout() {}
}
