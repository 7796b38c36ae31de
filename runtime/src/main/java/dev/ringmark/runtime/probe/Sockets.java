package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.runtime.layout.SocketAddressLayout;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// The sockets that trials talk over: on the loopback interface, or in the abstract name space.
final class Sockets {

    private static final short AF_UNIX = 1;
    private static final short AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int LOOPBACK = 0x7f000001;
    private static final int UNIX_ADDRESS_SIZE = 110;
    private static final int BACKLOG = 4;

    private Sockets() {}

    /// A listening AF_UNIX socket and the address that the kernel gave it.
    record Listener(int fd, MemorySegment address) {

        /// One more connection waiting to be accepted.
        void knock(Trial trial) {
            short family = address.get(JAVA_SHORT, SocketAddressLayout.SIN_FAMILY);
            int client =
                    trial.owned(
                            "socket", trial.calls().socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
            trial.require("connect", trial.calls().connect(client, address));
        }
    }

    /// A listener without a name in the file system or a port: needs no network.
    static Listener unixListener(Trial trial) {
        MemorySegment automatic = trial.memory(Short.BYTES);
        automatic.set(JAVA_SHORT, 0, AF_UNIX);
        return listen(trial, AF_UNIX, automatic, UNIX_ADDRESS_SIZE);
    }

    /// A UDP socket without an address.
    static int udp(Trial trial) {
        int type = SOCK_DGRAM | SOCK_CLOEXEC;
        return trial.owned("socket(AF_INET)", trial.calls().socket(AF_INET, type, 0));
    }

    /// Gives a socket a port on the loopback interface.
    ///
    /// @return its address
    static MemorySegment bindToLoopback(Trial trial, int fd) {
        trial.require("bind(127.0.0.1)", trial.calls().bind(fd, loopback(trial)));
        return nameOf(trial, fd, (int) SocketAddressLayout.SIZE);
    }

    /// A UDP socket that receives what it sends.
    static int udpEcho(Trial trial) {
        int fd = udp(trial);
        MemorySegment own = bindToLoopback(trial, fd);
        trial.require("connect(127.0.0.1)", trial.calls().connect(fd, own));
        return fd;
    }

    /// Two TCP sockets connected over the loopback interface.
    static int[] tcpPair(Trial trial, TrialRing ring) {
        trial.needs(Opcode.ACCEPT);
        Listener listener = listen(trial, AF_INET, loopback(trial), (int) SocketAddressLayout.SIZE);
        int client =
                trial.owned("socket", trial.calls().socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        trial.require("connect", trial.calls().connect(client, listener.address()));
        ring.next(Opcode.ACCEPT, listener.fd(), 0, 0, 0).operationFlags(SOCK_CLOEXEC);
        return new int[] {client, trial.owned("ACCEPT", ring.result())};
    }

    private static Listener listen(Trial trial, short family, MemorySegment at, int size) {
        int fd = trial.owned("socket", trial.calls().socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
        trial.require("bind", trial.calls().bind(fd, at));
        trial.require("listen", trial.calls().listen(fd, BACKLOG));
        return new Listener(fd, nameOf(trial, fd, size));
    }

    private static MemorySegment nameOf(Trial trial, int fd, int size) {
        MemorySegment name = trial.memory(size);
        int length = trial.require("getsockname", trial.calls().socketName(fd, name));
        return name.asSlice(0, length);
    }

    private static MemorySegment loopback(Trial trial) {
        MemorySegment address = trial.memory(SocketAddressLayout.SIZE);
        address.set(JAVA_SHORT, SocketAddressLayout.SIN_FAMILY, AF_INET);
        address.set(
                JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN), SocketAddressLayout.SIN_ADDR, LOOPBACK);
        return address;
    }
}
