package dev.ringmark.runtime.bench;

import com.sun.management.OperatingSystemMXBean;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.util.ReferenceCountUtil;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/// What [EchoRun] measures, with both ends on one of Netty's event loops: a window of frames is
/// written frame by frame and flushed once, which Netty gathers, and comes back.
public final class EchoOnNetty {

    private static final int ROUNDS_PER_LOOK = 64;

    private EchoOnNetty() {}

    /// Runs one case.
    ///
    /// @param args netty_io_uring, netty_epoll or netty_nio; frames; size; seconds to warm up and
    ///     to measure
    public static void main(String[] args) throws Exception {
        String name = args[0].substring("netty_".length()).toUpperCase(Locale.ROOT);
        NettyTransport transport = NettyTransport.valueOf(name);
        var client = new Client(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        EventLoopGroup loop = transport.loops(1);
        Channel listener =
                new ServerBootstrap()
                        .group(loop)
                        .channel(transport.server)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline().addLast(new Echo());
                                    }
                                })
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .sync()
                        .channel();
        Channel channel =
                new Bootstrap()
                        .group(loop)
                        .channel(transport.client)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(client)
                        .connect(listener.localAddress())
                        .sync()
                        .channel();
        client.repeat(channel, Double.parseDouble(args[3]));
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long wall = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        long rounds = client.repeat(channel, Double.parseDouble(args[4]));
        cpu = system.getProcessCpuTime() - cpu;
        wall = System.nanoTime() - wall;
        System.out.printf("%.1f %.1f%n", (double) wall / rounds, (double) cpu / rounds);
        loop.shutdownGracefully().sync();
    }

    /// Sends back what it reads.
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ChannelFuture _ = context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    /// Sends a window, and the next when it has come back.
    private static final class Client extends ChannelInboundHandlerAdapter {
        private final int frames;
        private final int size;
        private long left;
        private long rounds;
        private long end;
        private CompletableFuture<Long> done = new CompletableFuture<>();

        Client(int frames, int size) {
            this.frames = frames;
            this.size = size;
        }

        /// Windows for a time, from a thread that is not the loop's.
        long repeat(Channel channel, double seconds) {
            CompletableFuture<Long> over = new CompletableFuture<>();
            channel.eventLoop()
                    .execute(
                            () -> {
                                done = over;
                                rounds = 0;
                                end = System.nanoTime() + (long) (seconds * 1e9);
                                begin(channel);
                            });
            return over.join();
        }

        private void begin(Channel channel) {
            left = (long) frames * size;
            for (int at = 0; at < frames; at++) {
                ByteBuf frame = channel.alloc().directBuffer(size).writerIndex(size);
                ChannelFuture _ = channel.write(frame, channel.voidPromise());
            }
            channel.flush();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            left -= ((ByteBuf) message).readableBytes();
            ReferenceCountUtil.release(message);
            if (left > 0) {
                return;
            }
            rounds++;
            if (rounds % ROUNDS_PER_LOOK == 0 && System.nanoTime() - end >= 0) {
                done.complete(rounds);
            } else {
                begin(context.channel());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            done.completeExceptionally(cause);
        }
    }
}
