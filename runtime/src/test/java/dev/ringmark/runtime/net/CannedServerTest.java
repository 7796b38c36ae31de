package dev.ringmark.runtime.net;

import static dev.ringmark.runtime.net.Net.PATIENCE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.SocketDomain;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Task;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A workload of datagrams: questions from many sockets to one, and an answer to each.
@Timeout(60)
class CannedServerTest { // POLY-45

    private static final int NAMES = 500;
    private static final int CLIENTS = 8;
    private static final int QUESTIONS = 125; // of each: 1,000
    private static final int AHEAD = 5;

    private record Question(int id, int number, DnsResolver.Type type) {
        /// Each client asks for other names, of which some are unknown.
        static Question of(int client, int at) {
            return new Question(
                    (client << 12 | at) + 1,
                    (client + at * CLIENTS) % (NAMES + NAMES / 10),
                    at % 2 == 0 ? DnsResolver.Type.A : DnsResolver.Type.AAAA);
        }

        byte[] bytes() {
            return DnsMessage.question(id, CannedAnswers.name(number), type);
        }

        DnsMessage.Answer expected() {
            InetAddress address =
                    type == DnsResolver.Type.A
                            ? CannedAnswers.address(number)
                            : CannedAnswers.address6(number);
            return number < NAMES
                    ? new DnsMessage.Found(List.of(address))
                    : new DnsMessage.NoSuchName();
        }
    }

    private static int ask(Loop loop, CannedServer server, int client) throws Exception {
        int right = 0;
        try (DatagramSocket socket = DatagramSocket.unbound(loop, SocketDomain.INET);
                OwnedBuffer buffer = OwnedBuffer.allocate(DnsMessage.UDP_SIZE)) {
            socket.connect(server.address());
            for (int first = 0; first < QUESTIONS; first += AHEAD) {
                Map<Integer, Question> asked = new HashMap<>();
                for (int at = first; at < first + AHEAD; at++) {
                    Question question = Question.of(client, at);
                    asked.put(question.id, question);
                    try (OwnedBuffer bytes = OwnedBuffer.copying(question.bytes())) {
                        socket.send(Span.of(bytes), PATIENCE);
                    }
                }
                while (!asked.isEmpty()) {
                    int length = socket.receive(Span.of(buffer), PATIENCE);
                    byte[] answer = buffer.view(0, length).toArray(JAVA_BYTE);
                    int id = Short.toUnsignedInt(ByteBuffer.wrap(answer).getShort());
                    Question of = asked.remove(id);
                    assertNotNull(of, () -> "an answer to a question of somebody else's: " + id);
                    String name = CannedAnswers.name(of.number);
                    assertEquals(of.expected(), DnsMessage.answer(answer, id, name, of.type));
                    right++;
                }
            }
        }
        return right;
    }

    @Test
    void a_thousand_questions_from_eight_sockets_get_the_right_answer_each() {
        Net.onOldAndNew(
                loop -> {
                    CannedServer server = CannedServer.start(loop, CannedAnswers.numbered(NAMES));
                    List<Task<Integer>> clients = new ArrayList<>();
                    for (int at = 0; at < CLIENTS; at++) {
                        int client = at;
                        clients.add(loop.fork(() -> ask(loop, server, client)));
                    }
                    int right = 0;
                    for (Task<Integer> each : clients) {
                        right += each.join();
                    }
                    assertEquals(CLIENTS * QUESTIONS, right);
                    server.close();
                    assertEquals(right, server.join(PATIENCE));
                });
    }

    @Test
    void what_is_no_question_gets_no_answer_and_ends_nothing() {
        byte[] good = Question.of(0, 0).bytes();
        List<byte[]> bad = new ArrayList<>();
        for (int length = 1; length < 12 + CannedAnswers.name(0).length() + 6; length++) {
            bad.add(Arrays.copyOf(good, length)); // cut off before the end of the question
        }
        bad.add(with(good, 2, 0x80)); // a response
        bad.add(with(good, 5, 2)); // two questions
        bad.add(with(good, 12, 0xc0)); // a pointer where the name begins
        bad.add(with(good, 12, 64)); // a label that is too long
        bad.add(Arrays.copyOf(good, CannedAnswers.QUESTION_MAX + 1));
        CannedAnswers answers = CannedAnswers.numbered(NAMES);
        ByteBuffer out = ByteBuffer.allocate(CannedAnswers.ANSWER_MAX);
        for (byte[] each : bad.subList(0, bad.size() - 1)) {
            assertFalse(answers.answer(ByteBuffer.wrap(each), out.clear()), Arrays.toString(each));
        }
        Net.onOldAndNew(
                loop -> {
                    CannedServer server = CannedServer.start(loop, answers);
                    try (DatagramSocket socket = DatagramSocket.unbound(loop, SocketDomain.INET)) {
                        socket.connect(server.address());
                        for (byte[] each : bad) {
                            try (OwnedBuffer bytes = OwnedBuffer.copying(each)) {
                                socket.send(Span.of(bytes), PATIENCE);
                            }
                        }
                    }
                    assertEquals(QUESTIONS, ask(loop, server, 0));
                    server.close();
                    assertEquals(QUESTIONS, server.join(PATIENCE));
                });
    }

    private static byte[] with(byte[] good, int at, int value) {
        byte[] other = good.clone();
        other[at] = (byte) value;
        return other;
    }
}
