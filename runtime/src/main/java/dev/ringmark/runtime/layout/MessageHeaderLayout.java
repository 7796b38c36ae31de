package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// `struct msghdr`: what SENDMSG and RECVMSG work on (sendmsg(2)), on 64-bit Linux.
public final class MessageHeaderLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   8  msg_name         pointer to an address, or 0
    ///    8   4  msg_namelen
    ///   12   4  (padding)
    ///   16   8  msg_iov          pointer to iovecs
    ///   24   8  msg_iovlen       count
    ///   32   8  msg_control      pointer, or 0
    ///   40   8  msg_controllen   bytes
    ///   48   4  msg_flags        out
    ///   52   4  (padding)
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    56,
                    JAVA_LONG.withName("msg_name"),
                    JAVA_INT.withName("msg_namelen"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("msg_iov"),
                    JAVA_LONG.withName("msg_iovlen"),
                    JAVA_LONG.withName("msg_control"),
                    JAVA_LONG.withName("msg_controllen"),
                    JAVA_INT.withName("msg_flags"),
                    MemoryLayout.paddingLayout(4));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long MSG_NAME = Layouts.offset(LAYOUT, "msg_name");
    public static final long MSG_NAMELEN = Layouts.offset(LAYOUT, "msg_namelen");
    public static final long MSG_IOV = Layouts.offset(LAYOUT, "msg_iov");
    public static final long MSG_IOVLEN = Layouts.offset(LAYOUT, "msg_iovlen");
    public static final long MSG_CONTROL = Layouts.offset(LAYOUT, "msg_control");
    public static final long MSG_CONTROLLEN = Layouts.offset(LAYOUT, "msg_controllen");
    public static final long MSG_FLAGS = Layouts.offset(LAYOUT, "msg_flags");

    private MessageHeaderLayout() {}
}
