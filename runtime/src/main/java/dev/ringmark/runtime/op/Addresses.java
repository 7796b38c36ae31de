package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Socket addresses as the kernel has them: `sockaddr_in`, `sockaddr_in6`, `sockaddr_un` (ip(7),
/// ipv6(7), unix(7)).
public final class Addresses {

    /// Room for any of them, in bytes: `sockaddr_storage`.
    public static final int SIZE_MAX = 128;

    private static final short UNIX = 1;
    private static final short INET = 2;
    private static final short INET6 = 10;
    private static final int INET_SIZE = 16;
    private static final int INET6_SIZE = 28;
    private static final long PORT = 2;
    private static final long INET_ADDRESS = 4;
    private static final long INET6_ADDRESS = 8;
    private static final long INET6_SCOPE = 24;
    private static final int UNIX_PATH_MAX = 107;

    private Addresses() {}

    /// The encoded address. The kernel does not look further for an IPv4 address than its four
    /// bytes, so it is for an IPv4 socket; [#mapped] makes one for an IPv6 socket.
    ///
    /// @throws IllegalArgumentException when it is neither an Inet nor a Unix address, unresolved,
    ///     or too long
    public static byte[] encode(SocketAddress address) {
        byte[] bytes = new byte[SIZE_MAX];
        MemorySegment into = MemorySegment.ofArray(bytes);
        int size =
                switch (address) {
                    case InetSocketAddress inet -> encode(inet, into);
                    case UnixDomainSocketAddress unix -> encode(unix, into);
                    default ->
                            throw new IllegalArgumentException(
                                    "address: " + address + ", expected an Inet or Unix address");
                };
        return Arrays.copyOf(bytes, size);
    }

    private static int encode(InetSocketAddress inet, MemorySegment into) {
        Require.that(!inet.isUnresolved(), "address", inet, "a resolved address");
        byte[] address = inet.getAddress().getAddress();
        boolean isInet6 = address.length > 4;
        into.set(JAVA_SHORT_UNALIGNED, 0, isInet6 ? INET6 : INET);
        into.set(port(), PORT, (short) inet.getPort());
        long at = isInet6 ? INET6_ADDRESS : INET_ADDRESS;
        MemorySegment.copy(address, 0, into, JAVA_BYTE, at, address.length);
        if (inet.getAddress() instanceof Inet6Address inet6) {
            into.set(JAVA_INT_UNALIGNED, INET6_SCOPE, inet6.getScopeId());
        }
        return isInet6 ? INET6_SIZE : INET_SIZE;
    }

    private static int encode(UnixDomainSocketAddress unix, MemorySegment into) {
        byte[] path = PathName.bytes("address", unix.getPath().toString());
        Require.range("address: length in bytes", path.length, 1, UNIX_PATH_MAX);
        into.set(JAVA_SHORT_UNALIGNED, 0, UNIX);
        MemorySegment.copy(path, 0, into, JAVA_BYTE, PORT, path.length);
        return (int) PORT + path.length + 1;
    }

    /// An IPv4 address as an IPv6 socket knows it, `::ffff:a.b.c.d` (ipv6(7)); others as they are.
    public static SocketAddress mapped(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)
                || !(inet.getAddress() instanceof Inet4Address inet4)) {
            return address;
        }
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(inet4.getAddress(), 0, bytes, 12, 4);
        try {
            // With a scope it stays what it is; without, the JDK makes an IPv4 address of it.
            return new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 0), inet.getPort());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 16 bytes", e);
        }
    }

    /// The address in native memory. A mapped IPv4 address is told as the IPv4 address; a Unix
    /// socket that has no name, or an abstract one, as an empty path.
    ///
    /// @param size how much the kernel says it is
    public static SocketAddress decode(MemorySegment from, int size) {
        short family = size < PORT ? 0 : from.get(JAVA_SHORT_UNALIGNED, 0);
        return switch (family) {
            case INET -> inet(from, INET_ADDRESS, 4);
            case INET6 -> inet(from, INET6_ADDRESS, 16);
            default -> UnixDomainSocketAddress.of(path(from, size));
        };
    }

    private static SocketAddress inet(MemorySegment from, long at, int length) {
        byte[] address = from.asSlice(at, length).toArray(JAVA_BYTE);
        int port = Short.toUnsignedInt(from.get(port(), PORT));
        try {
            InetAddress plain = InetAddress.getByAddress(address);
            int scope =
                    plain instanceof Inet6Address ? from.get(JAVA_INT_UNALIGNED, INET6_SCOPE) : 0;
            return new InetSocketAddress(
                    scope == 0 ? plain : Inet6Address.getByAddress(null, address, scope), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + length + " bytes", e);
        }
    }

    private static String path(MemorySegment from, int size) {
        if (size <= PORT || from.get(JAVA_BYTE, PORT) == 0) {
            return "";
        }
        byte[] path = from.asSlice(PORT, size - PORT).toArray(JAVA_BYTE);
        int length = path.length;
        while (length > 0 && path[length - 1] == 0) {
            length--;
        }
        return new String(path, 0, length, StandardCharsets.UTF_8);
    }

    private static ValueLayout.OfShort port() {
        return JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN).withByteAlignment(1);
    }
}
