package dev.ringmark.chaos.sim;

/// Flags of fcntl.h and sys/socket.h that the model looks at, as x86 and arm64 number them.
final class OpenFlags {

    static final int CREAT = 0x40;
    static final int TRUNC = 0x200;
    static final int APPEND = 0x400;
    static final int NONBLOCK = 0x800;
    static final int DIRECT = 0x4000;
    static final int CLOEXEC = 0x80000;

    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_TYPE = 0xf;

    static final int MSG_PEEK = 0x2;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_WAITALL = 0x100;

    private OpenFlags() {}
}
