package dev.ringmark.runtime.shard;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.layout.SocketAddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// Sockets for tests of the driver: none needs a network.
final class TestSockets {

    private static final short AF_UNIX = 1;
    private static final short AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int LOOPBACK = 0x7f000001;
    private static final int UNIX_ADDRESS_SIZE = 110;

    private static final SystemCalls CALLS = Kernel.host().calls();

    private TestSockets() {}

    /// A listening AF_UNIX socket at an address that the kernel chose.
    record Listener(int fd, MemorySegment address) {

        /// A connection to it.
        int connect() {
            int client = require("socket", CALLS.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
            require("connect", CALLS.connect(client, address));
            return client;
        }
    }

    static Listener listener() {
        int fd = require("socket", CALLS.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        MemorySegment automatic = Arena.ofAuto().allocate(Short.BYTES);
        automatic.set(JAVA_SHORT, 0, AF_UNIX);
        require("bind", CALLS.bind(fd, automatic));
        require("listen", CALLS.listen(fd, 16));
        return new Listener(fd, nameOf(fd, UNIX_ADDRESS_SIZE));
    }

    /// Two connected AF_UNIX stream sockets.
    static int[] pair() {
        int[] ends = new int[2];
        require("socketpair", CALLS.socketPair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
        return ends;
    }

    /// A UDP socket on the loopback interface that receives what it sends.
    static int udpEcho() {
        int fd = require("socket", CALLS.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        MemorySegment address = Arena.ofAuto().allocate(SocketAddressLayout.LAYOUT);
        address.set(JAVA_SHORT, SocketAddressLayout.SIN_FAMILY, AF_INET);
        address.set(
                JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN), SocketAddressLayout.SIN_ADDR, LOOPBACK);
        require("bind", CALLS.bind(fd, address));
        require("connect", CALLS.connect(fd, nameOf(fd, (int) SocketAddressLayout.SIZE)));
        return fd;
    }

    static int require(String call, int result) {
        if (result < 0) {
            throw new AssertionError(call + " returned " + result);
        }
        return result;
    }

    private static MemorySegment nameOf(int fd, int size) {
        MemorySegment name = Arena.ofAuto().allocate(size);
        return name.asSlice(0, require("getsockname", CALLS.socketName(fd, name)));
    }
}
