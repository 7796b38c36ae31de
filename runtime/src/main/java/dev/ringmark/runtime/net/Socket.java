package dev.ringmark.runtime.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.op.Addresses;
import dev.ringmark.runtime.op.Bind;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.NewSocket;
import dev.ringmark.runtime.op.SocketDomain;
import dev.ringmark.runtime.task.Loop;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/// Any socket of a loop's. Its fd is CLOEXEC.
public abstract sealed class Socket extends LoopFile permits Listener, DataSocket {

    /// SOCK_* of socket(2).
    enum Type {
        STREAM(1),
        DATAGRAM(2),
        PACKETS(5);

        final int number;

        Type(int number) {
            this.number = number;
        }

        NewSocket<? extends FileKind> request(SocketDomain domain) {
            return switch (this) {
                case STREAM -> NewSocket.stream(domain);
                case DATAGRAM -> NewSocket.datagram(domain);
                case PACKETS -> NewSocket.packets(domain);
            };
        }
    }

    private static final int CLOEXEC = 0x80000; // SOCK_CLOEXEC

    Socket(Loop loop, int fd, String name) {
        super(loop, fd, name);
    }

    /// Makes a socket that is nobody's yet: by the ring, or by socket(2) before 5.19.
    static int open(Loop loop, SocketDomain domain, Type type) {
        try {
            return loop.run(type.request(domain), null).take().number();
        } catch (RingException e) {
            if (!isUnknown(e)) {
                throw Refusals.of(e.call(), e.result());
            }
            int fd = loop.kernel().calls().socket(domain.number(), type.number | CLOEXEC, 0);
            return require("socket(" + domain + ", " + type + ")", fd);
        }
    }

    /// Binds: by the ring, or by bind(2) before 6.11.
    final void bindTo(SocketAddress address) {
        try {
            ask(Bind.of(file, address), null);
        } catch (RingException e) {
            if (!isUnknown(e)) {
                throw e;
            }
            try (Arena arena = Arena.ofConfined()) {
                int result = loop.kernel().calls().bind(number(), encoded(arena, address));
                require("bind to " + address, result);
            }
        }
    }

    static MemorySegment encoded(Arena arena, SocketAddress address) {
        return arena.allocateFrom(JAVA_BYTE, Addresses.encode(address));
    }

    /// The network of an address.
    static SocketDomain domainOf(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress _ -> SocketDomain.UNIX;
            case InetSocketAddress inet when inet.getAddress() instanceof Inet6Address ->
                    SocketDomain.INET6;
            case InetSocketAddress inet when inet.getAddress() != null -> SocketDomain.INET;
            default ->
                    throw new IllegalArgumentException(
                            "address: "
                                    + address
                                    + ", expected a resolved Inet address or a Unix"
                                    + " one (a Resolver resolves names)");
        };
    }

    /// Its own address; of a Unix socket that has none, an empty path.
    public final SocketAddress localAddress() {
        SystemCalls calls = loop.kernel().calls();
        return address("getsockname", memory -> calls.socketName(number(), memory));
    }

    /// What the calls for names fill.
    interface NameCall {
        int fill(MemorySegment memory);
    }

    static SocketAddress address(String call, NameCall filler) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Addresses.SIZE_MAX, Long.BYTES);
            int size = require(call, filler.fill(memory));
            return Addresses.decode(memory, Math.min(size, Addresses.SIZE_MAX));
        }
    }

    /// Gives an option another value.
    ///
    /// @throws IllegalArgumentException when the value is out of its range
    /// @throws RingException when the socket has no such option
    public final <T> void set(SocketOption<T> option, T value) {
        option.to(value).apply(loop.kernel().calls(), number());
    }

    /// The value of an option.
    ///
    /// @throws RingException when the socket has no such option
    public final <T> T get(SocketOption<T> option) {
        return option.get(loop.kernel().calls(), number());
    }

    final void apply(SocketOption.Setting<?>... settings) {
        for (SocketOption.Setting<?> each : settings) {
            each.apply(loop.kernel().calls(), number());
        }
    }
}
