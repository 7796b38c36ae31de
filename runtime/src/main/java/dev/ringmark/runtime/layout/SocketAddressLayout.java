package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// `struct sockaddr_in`: an IPv4 address and a port, both in network byte order (ip(7)).
public final class SocketAddressLayout {

    /// The structure; offset, size, field:
    ///
    /// ```
    ///    0   2  sin_family       AF_INET
    ///    2   2  sin_port         big endian
    ///    4   4  sin_addr         big endian
    ///    8   8  (zero)
    /// ```
    public static final StructLayout LAYOUT =
            Layouts.sized(
                    16,
                    JAVA_SHORT.withName("sin_family"),
                    JAVA_SHORT.withName("sin_port"),
                    JAVA_INT.withName("sin_addr"),
                    MemoryLayout.paddingLayout(8));

    /// Its size in bytes.
    public static final long SIZE = LAYOUT.byteSize();

    public static final long SIN_FAMILY = Layouts.offset(LAYOUT, "sin_family");
    public static final long SIN_PORT = Layouts.offset(LAYOUT, "sin_port");
    public static final long SIN_ADDR = Layouts.offset(LAYOUT, "sin_addr");

    private SocketAddressLayout() {}
}
