package dev.ringmark.runtime.bench;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/// What Netty's channels are made of, each as Netty sets it up by default.
public enum NettyTransport {
    /// The native transport on io_uring.
    IO_URING(IoUringServerSocketChannel.class, IoUringSocketChannel.class),
    /// The native transport on epoll.
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class),
    /// The JDK's selectors.
    NIO(NioServerSocketChannel.class, NioSocketChannel.class);

    /// What listens.
    public final Class<? extends ServerChannel> server;

    /// What connects.
    public final Class<? extends SocketChannel> client;

    NettyTransport(
            Class<? extends ServerChannel> server, Class<? extends SocketChannel> client) {
        this.server = server;
        this.client = client;
    }

    /// Event loops, a thread each.
    ///
    /// @throws UnsatisfiedLinkError where the machine has no such transport
    public EventLoopGroup loops(int threads) {
        IoHandlerFactory handlers =
                switch (this) {
                    case IO_URING -> IoUringIoHandler.newFactory();
                    case EPOLL -> EpollIoHandler.newFactory();
                    case NIO -> NioIoHandler.newFactory();
                };
        return new MultiThreadIoEventLoopGroup(threads, handlers);
    }
}
