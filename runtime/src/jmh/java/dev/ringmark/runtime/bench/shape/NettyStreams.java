package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.bench.NettyTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A network shape on Netty's event loops: a window is written frame by frame and flushed once,
/// which Netty gathers.
final class NettyStreams implements Work {

    private static final int LOOPS = 2;

    private final Schedule schedule;
    private final EchoThreads server;
    private final EventLoopGroup loops;
    private final List<Channel> channels = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();

    private NettyStreams(Schedule schedule, EchoThreads server, EventLoopGroup loops) {
        this.schedule = schedule;
        this.server = server;
        this.loops = loops;
    }

    /// @param server is its to close
    static NettyStreams open(Peer peer, Schedule schedule, EchoThreads server)
            throws IOException, InterruptedException {
        NettyTransport transport =
                switch (peer) {
                    case NETTY_IO_URING -> NettyTransport.IO_URING;
                    case NETTY_EPOLL -> NettyTransport.EPOLL;
                    case NETTY_NIO -> NettyTransport.NIO;
                    default -> throw new IllegalArgumentException("peer: " + peer);
                };
        NettyStreams streams = new NettyStreams(schedule, server, transport.loops(LOOPS));
        for (int number = 0; number < schedule.connections(); number++) {
            streams.connect(transport, number);
        }
        return streams;
    }

    private void connect(NettyTransport transport, int number)
            throws IOException, InterruptedException {
        Client client = new Client(new Stream(schedule, number));
        channels.add(
                new Bootstrap()
                        .group(loops)
                        .channel(transport.client)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(client)
                        .connect(server.address())
                        .sync()
                        .channel());
        server.accept();
        if (number < schedule.streams) {
            clients.add(client);
        }
    }

    @Override
    public void iterate() throws Exception {
        List<CompletableFuture<String>> ends = new ArrayList<>();
        for (int at = 0; at < clients.size(); at++) {
            ends.add(clients.get(at).start(channels.get(at)));
        }
        long frames = 0;
        for (int at = 0; at < clients.size(); at++) {
            ends.get(at).get(Crew.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            frames += clients.get(at).stream.frames();
        }
        WrongResultException.unless("frames", schedule.framesInAll(), frames);
    }

    @Override
    public void close() throws IOException {
        for (Channel each : channels) {
            each.close().syncUninterruptibly();
        }
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
        server.close();
    }

    /// One stream; its loop's thread.
    private static final class Client extends ChannelInboundHandlerAdapter {
        final Stream stream;
        private final int size;
        private int windows;
        private int got;
        private int left;
        private long number;
        private CompletableFuture<String> end = new CompletableFuture<>();

        Client(Stream stream) {
            this.stream = stream;
            size = stream.schedule.size;
        }

        CompletableFuture<String> start(Channel channel) {
            CompletableFuture<String> over = new CompletableFuture<>();
            channel.eventLoop()
                    .execute(
                            () -> {
                                end = over;
                                windows = 0;
                                stream.begin();
                                send(channel);
                            });
            return over;
        }

        private void send(Channel channel) {
            int frames = stream.schedule.frames(stream.number, windows++);
            left = frames;
            for (int at = 0; at < frames; at++) {
                ByteBuf frame = channel.alloc().directBuffer(size).writerIndex(size);
                long next = stream.window.next();
                frame.setLong(0, next).setLong(size - Long.BYTES, next);
                ChannelFuture _ = channel.write(frame, channel.voidPromise());
            }
            channel.flush();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            try {
                take((ByteBuf) message);
            } finally {
                ReferenceCountUtil.release(message);
            }
            if (left > 0) {
                return;
            }
            if (windows < stream.schedule.windows(stream.number)) {
                send(context.channel());
            } else {
                stream.end();
                end.complete("");
            }
        }

        /// Looks at both numbers of each frame where they are, in whatever pieces they come.
        private void take(ByteBuf piece) throws WrongResultException {
            int at = piece.readerIndex();
            while (at < piece.writerIndex()) {
                if (got == 0) {
                    number = stream.window.expected();
                }
                int count = Math.min(size - got, piece.writerIndex() - at);
                check(piece, at, count, 0, "head of a frame");
                check(piece, at, count, size - Long.BYTES, "tail of a frame");
                at += count;
                got += count;
                if (got == size) {
                    got = 0;
                    left--;
                    stream.took();
                }
            }
        }

        /// @param at where the piece goes on with the frame
        /// @param start where a number is in the frame
        private void check(ByteBuf piece, int at, int count, int start, String what)
                throws WrongResultException {
            if (got <= start && start + Long.BYTES <= got + count) {
                WrongResultException.unless(what, number, piece.getLong(at + start - got));
                return;
            }
            int end = Math.min(start + Long.BYTES, got + count);
            for (int in = Math.max(start, got); in < end; in++) {
                long expected = (byte) (number >>> (56 - 8 * (in - start)));
                WrongResultException.unless(what, expected, piece.getByte(at + in - got));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end.completeExceptionally(cause);
        }
    }
}
