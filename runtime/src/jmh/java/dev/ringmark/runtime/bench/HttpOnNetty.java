package dev.ringmark.runtime.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/// The same answers by Netty's HTTP codec, on one event loop.
final class HttpOnNetty {

    private HttpOnNetty() {}

    /// Serves for as long as the process lives.
    ///
    /// @return its port
    static int serve(NettyTransport transport) throws InterruptedException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var channel =
                new ServerBootstrap()
                        .group(transport.loops(1))
                        .channel(transport.server)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel each) {
                                        each.pipeline().addLast(new HttpServerCodec());
                                        each.pipeline().addLast(new Answers());
                                    }
                                })
                        .bind(any)
                        .sync()
                        .channel();
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private static final class Answers extends SimpleChannelInboundHandler<HttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
            String path = request.uri();
            HttpShape shape = HttpShape.valueOf(path.substring(1).toUpperCase(Locale.ROOT));
            ByteBuf body = Unpooled.wrappedBuffer(shape.body());
            var response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, shape.type)
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
            ChannelFuture _ = context.write(response, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
