package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import org.jspecify.annotations.Nullable;

/// A socket: a file that can be named, sent to and received from.
abstract class SimSocket extends SimFile {

    static final int SHUT_RD = 0;
    static final int SHUT_WR = 1;
    static final int SHUT_RDWR = 2;

    private final FileNames names;
    private final int domain;
    private final String protocol;
    private @Nullable String name;

    /// @param protocol keeps the addresses of stream and datagram sockets apart
    SimSocket(FileNames names, int domain, String protocol) {
        this.names = names;
        this.domain = domain;
        this.protocol = protocol;
    }

    /// Receives into user memory.
    ///
    /// @param flags of recv(2)
    abstract int receive(long address, int size, int flags);

    /// Sends from user memory.
    ///
    /// @param to an address, or null for the peer
    abstract int send(long address, int size, @Nullable String to);

    /// Gets a peer.
    abstract int connect(String to);

    abstract int shutdown(int how);

    int listen(int backlog) {
        return Errno.EOPNOTSUPP.negative();
    }

    /// The next connection, -EAGAIN where none waits, or another `-errno`.
    FileNames.Opened accept() {
        return new FileNames.Opened(null, Errno.EINVAL.negative());
    }

    /// Whether a stream has no borders between what was sent.
    abstract boolean isStream();

    final int bind(String address) {
        if (name != null) {
            return Errno.EINVAL.negative();
        }
        String chosen =
                SocketNames.isAnyPort(address) ? SocketNames.freePort(names, protocol) : address;
        int result = names.bind(protocol + chosen, this);
        if (result == 0) {
            name = chosen;
        }
        return result;
    }

    final @Nullable SimFile bound(String address) {
        return names.bound(protocol + address);
    }

    final void unbind() {
        if (name != null) {
            names.unbind(protocol + name);
        }
    }

    final int domain() {
        return domain;
    }

    final FileNames names() {
        return names;
    }

    final @Nullable String name() {
        return name;
    }

    @Override
    final int read(long address, int size, long offset) {
        return receive(address, size, 0);
    }

    @Override
    final int write(long address, int size, long offset) {
        return send(address, size, null);
    }
}
