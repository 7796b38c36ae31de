package dev.ringmark.runtime.net;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.ReceivedMessage;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

/// A name server on a loop that gives [CannedAnswers] by UDP: a task, which answers one question
/// after the other. Any socket may ask, nothing is kept between questions.
public final class CannedServer implements AutoCloseable {

    private final DatagramSocket socket;
    private final CannedAnswers answers;
    private final Task<Long> task;

    private CannedServer(Loop loop, DatagramSocket socket, CannedAnswers answers) {
        this.socket = socket;
        this.answers = answers;
        task = loop.fork(this::serve);
    }

    /// Starts it on any port of the loopback interface.
    public static CannedServer start(Loop loop, CannedAnswers answers) {
        return new CannedServer(loop, DatagramSocket.bind(loop, Net.ANY_PORT), answers);
    }

    /// Where to ask.
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.localAddress();
    }

    private long serve() {
        long count = 0;
        try (OwnedBuffer in = OwnedBuffer.allocate(CannedAnswers.QUESTION_MAX);
                OwnedBuffer out = OwnedBuffer.allocate(CannedAnswers.ANSWER_MAX)) {
            ByteBuffer question = in.view().asByteBuffer();
            ByteBuffer answer = out.view().asByteBuffer();
            while (true) {
                ReceivedMessage message = socket.receiveFrom(Span.of(in), null);
                question.clear().limit(message.bytes());
                if (!message.isCut() && answers.answer(question, answer.clear())) {
                    Span whole = new Span(out, 0, answer.limit());
                    socket.sendTo(Objects.requireNonNull(message.from()), whole, null);
                    count++;
                }
            }
        } catch (TaskException.Closed _) {
            return count;
        }
    }

    /// Waits until it has ended, which it does when it is closed.
    ///
    /// @return how many questions were answered
    public long join(Duration time) {
        return task.join(time);
    }

    /// Ends it.
    @Override
    public void close() {
        socket.close();
    }
}
