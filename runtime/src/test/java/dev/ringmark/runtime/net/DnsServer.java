package dev.ringmark.runtime.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.ReceivedMessage;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// A name server for tests: answers questions by UDP and TCP as its script says.
final class DnsServer implements AutoCloseable {

    /// A question as it came.
    @SuppressWarnings("ArrayRecordComponent") // nothing compares them
    record Question(byte[] bytes, int id, String name, int type, boolean isTcp) {

        /// The start of an answer to it: its header and the question again.
        Reply reply(int flags, int answers) {
            return new Reply(this, id, flags, answers);
        }
    }

    /// What is to be sent; nothing sends nothing.
    interface Script {
        List<byte[]> replies(Question question);
    }

    /// An answer in the making.
    static final class Reply {

        private final ByteBuffer out = ByteBuffer.allocate(65536);

        Reply(Question question, int id, int flags, int answers) {
            out.putShort((short) id).putShort((short) (0x8180 | flags));
            out.putShort((short) 1).putShort((short) answers);
            out.putInt(0);
            DnsMessage.putName(out, question.name());
            out.putShort((short) question.type()).putShort((short) 1);
        }

        /// The name asked for, by a pointer.
        Reply owner() {
            out.putShort((short) 0xc00c);
            return this;
        }

        Reply owner(String name) {
            DnsMessage.putName(out, name);
            return this;
        }

        Reply address(String address) {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            out.putShort((short) (bytes.length == 4 ? 1 : 28)).putShort((short) 1).putInt(60);
            out.putShort((short) bytes.length).put(bytes);
            return this;
        }

        Reply alias(String name) {
            out.putShort((short) 5).putShort((short) 1).putInt(60);
            out.putShort((short) (name.length() + 2));
            DnsMessage.putName(out, name);
            return this;
        }

        byte[] bytes() {
            byte[] bytes = new byte[out.position()];
            out.get(0, bytes);
            return bytes;
        }
    }

    private final DatagramSocket udp;
    private final Listener<StreamSocket> tcp;
    private final Script script;
    private final List<Task<String>> tasks;

    private DnsServer(DatagramSocket udp, Listener<StreamSocket> tcp, Script script) {
        this.udp = udp;
        this.tcp = tcp;
        this.script = script;
        tasks = List.of(udp.loop().fork(this::serveUdp), udp.loop().fork(this::serveTcp));
    }

    static DnsServer start(Loop loop, Script script) {
        for (int attempt = 0; true; attempt++) {
            DatagramSocket udp = DatagramSocket.bind(loop, Net.ANY_PORT);
            try {
                return new DnsServer(udp, Listener.listen(loop, udp.localAddress()), script);
            } catch (RingException e) { // somebody's TCP has the port
                udp.close();
                if (attempt == 20) {
                    throw e;
                }
            }
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) udp.localAddress();
    }

    private String serveUdp() {
        try (OwnedBuffer buffer = OwnedBuffer.allocate(1500)) {
            while (true) {
                ReceivedMessage message = udp.receiveFrom(Span.of(buffer), null);
                SocketAddress from = Objects.requireNonNull(message.from());
                for (byte[] each : script.replies(question(buffer, 0, message.bytes(), false))) {
                    udp.sendTo(from, Span.of(OwnedBuffer.copying(each)), Net.PATIENCE);
                }
            }
        } catch (TaskException.Closed e) {
            return "closed";
        }
    }

    private String serveTcp() {
        while (true) {
            try (StreamSocket socket = tcp.accept(null);
                    OwnedBuffer buffer = OwnedBuffer.allocate(1500)) {
                int length = socket.read(buffer);
                for (byte[] each : script.replies(question(buffer, 2, length - 2, true))) {
                    byte[] whole = new byte[2 + each.length];
                    ByteBuffer.wrap(whole).putShort((short) each.length).put(each);
                    socket.writeAll(OwnedBuffer.copying(whole));
                }
            } catch (TaskException.Closed e) {
                return "closed";
            }
        }
    }

    private static Question question(OwnedBuffer buffer, int start, int length, boolean isTcp) {
        MemorySegment data = buffer.view(start, length);
        byte[] bytes = data.toArray(JAVA_BYTE);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int id = Short.toUnsignedInt(in.getShort());
        in.position(12);
        StringBuilder name = new StringBuilder();
        for (int size = in.get(); size > 0; size = in.get()) {
            byte[] label = new byte[size];
            in.get(label);
            name.append(name.isEmpty() ? "" : ".");
            name.append(new String(label, StandardCharsets.US_ASCII));
        }
        return new Question(bytes, id, name.toString(), in.getShort(), isTcp);
    }

    @Override
    public void close() {
        udp.close();
        tcp.close();
        tasks.forEach(task -> task.join(Net.PATIENCE));
    }
}
