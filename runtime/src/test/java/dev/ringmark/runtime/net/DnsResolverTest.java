package dev.ringmark.runtime.net;

import static dev.ringmark.runtime.net.Net.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.net.DnsServer.Question;
import dev.ringmark.runtime.net.DnsServer.Reply;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.TaskException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DnsResolverTest { // UM-28, POLY-44, SPG-100

    private static final Duration WAIT = Duration.ofMillis(500);
    private static final int NO_SUCH_NAME = 3;
    private static final int SERVER_FAILURE = 2;
    private static final int TRUNCATED = 0x200;

    private interface Use {
        void of(DnsResolver resolver, DnsServer server);
    }

    private static void asking(DnsServer.Script script, Use use) {
        Net.both(
                loop -> {
                    try (DnsServer server = DnsServer.start(loop, script)) {
                        use.of(DnsResolver.of(loop, List.of(server.address()), WAIT, 2), server);
                    }
                });
    }

    private static List<byte[]> one(Reply reply) {
        return List.of(reply.bytes());
    }

    /// 192.0.2.1 and 2001:db8::1, whatever the name.
    private static List<byte[]> plain(Question question) {
        return one(addresses(question.reply(0, 1).owner(), question));
    }

    private static Reply addresses(Reply reply, Question question) {
        return reply.address(question.type() == 1 ? "192.0.2.1" : "2001:db8::1");
    }

    private static List<InetAddress> both() {
        return List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1"));
    }

    @Test
    void both_kinds_of_addresses_are_found() {
        asking(
                DnsResolverTest::plain,
                (resolver, _) -> {
                    assertEquals(both(), resolver.resolve("Plain.Example.", PATIENCE));
                    assertEquals(both(), resolver.resolve("B\u00fccher.example", PATIENCE));
                    assertEquals(
                            both().subList(1, 2),
                            resolver.lookup("plain.example", DnsResolver.Type.AAAA, PATIENCE));
                });
    }

    @Test
    void what_needs_no_question_is_known() {
        asking(
                _ -> List.of(),
                (resolver, _) -> {
                    InetAddress four = InetAddress.ofLiteral("127.0.0.1");
                    InetAddress six = InetAddress.ofLiteral("::1");
                    assertEquals(List.of(four), resolver.resolve("127.0.0.1", null));
                    assertEquals(List.of(six), resolver.resolve("::1", null));
                    assertEquals(List.of(four, six), resolver.resolve("LocalHost", null));
                    for (String bad :
                            List.of("", "a..b", "x".repeat(64) + ".a", "a.".repeat(128))) {
                        IllegalArgumentException e =
                                assertThrows(
                                        IllegalArgumentException.class,
                                        () -> resolver.resolve(bad, null));
                        assertTrue(String.valueOf(e.getMessage()).startsWith("host: \"" + bad));
                    }
                });
    }

    @Test
    void aliases_are_followed_within_and_between_answers() {
        asking(
                question ->
                        switch (question.name()) {
                            case "inside.example" ->
                                    one(
                                            addresses(
                                                    question.reply(0, 3)
                                                            .owner()
                                                            .alias("b.example")
                                                            .owner("b.example")
                                                            .alias("c.example")
                                                            .owner("C.example"),
                                                    question));
                            case "outside.example" ->
                                    one(question.reply(0, 1).owner().alias("next.example"));
                            default -> plain(question);
                        },
                (resolver, _) -> {
                    assertEquals(both(), resolver.resolve("inside.example", PATIENCE));
                    assertEquals(both(), resolver.resolve("outside.example", PATIENCE));
                });
    }

    @Test
    void aliases_without_an_end_are_given_up() {
        Set<String> asked = ConcurrentHashMap.newKeySet(); // a late answer is asked for again
        asking(
                question -> {
                    String name = question.name();
                    asked.add(question.type() + name);
                    return name.startsWith("circle")
                            ? one(
                                    question.reply(0, 2)
                                            .owner()
                                            .alias("b.example")
                                            .owner("b.example")
                                            .alias("circle.example"))
                            : one(question.reply(0, 1).owner().alias("n" + name));
                },
                (resolver, _) -> {
                    assertUnknown("no answer", resolver, "circle.example");
                    asked.clear();
                    assertUnknown("no answer", resolver, "flight.example");
                    assertTrue(asked.size() <= 16, asked::toString);
                });
    }

    private static void assertUnknown(String why, DnsResolver resolver, String host) {
        UnknownNameException e =
                assertThrows(UnknownNameException.class, () -> resolver.resolve(host, PATIENCE));
        String said = String.valueOf(e.getMessage());
        assertEquals(host, e.host());
        assertTrue(said.contains(why) && said.contains(host), said);
    }

    @Test
    void names_that_do_not_exist_or_have_none_are_told_apart() {
        asking(
                question ->
                        one(
                                question.reply(
                                        question.name().startsWith("empty") ? 0 : NO_SUCH_NAME, 0)),
                (resolver, _) -> {
                    assertUnknown("no such name", resolver, "missing.example");
                    assertUnknown("it exists", resolver, "empty.example");
                    assertEquals(
                            List.of(),
                            resolver.lookup("empty.example", DnsResolver.Type.A, PATIENCE));
                });
    }

    @Test
    void what_is_lost_is_asked_again_and_what_is_late_ends() {
        AtomicInteger questions = new AtomicInteger();
        asking(
                question ->
                        questions.incrementAndGet() <= 2 || question.name().startsWith("dead")
                                ? List.of()
                                : plain(question),
                (resolver, _) -> {
                    questions.set(0);
                    assertEquals(both(), resolver.resolve("lost.example", PATIENCE));
                    assertEquals(4, questions.get());
                    assertUnknown("no answer in PT0.5S", resolver, "dead.example");
                    assertThrows(
                            TaskException.TimedOut.class,
                            () -> resolver.resolve("dead.example", Duration.ofMillis(20)));
                });
    }

    @Test
    void what_is_too_long_comes_by_tcp() {
        asking(
                question -> {
                    if (!question.isTcp()) {
                        return one(question.reply(TRUNCATED, 0));
                    }
                    Reply reply = question.reply(0, 200);
                    for (int at = 0; at < 200; at++) {
                        reply.owner()
                                .address(question.type() == 1 ? "10.0.0." + at : "2001:db8::" + at);
                    }
                    return one(reply);
                },
                (resolver, _) ->
                        assertEquals(400, resolver.resolve("long.example", PATIENCE).size()));
    }

    @Test
    void the_next_server_is_asked_when_one_fails_or_is_dead() {
        Net.both(
                loop -> {
                    try (DnsServer failing =
                                    DnsServer.start(
                                            loop,
                                            question -> one(question.reply(SERVER_FAILURE, 0)));
                            DnsServer good = DnsServer.start(loop, DnsResolverTest::plain)) {
                        DatagramSocket gone = DatagramSocket.bind(loop, Net.ANY_PORT);
                        InetSocketAddress nobody = (InetSocketAddress) gone.localAddress();
                        gone.close();
                        DnsResolver resolver =
                                DnsResolver.of(
                                        loop,
                                        List.of(nobody, failing.address(), good.address()),
                                        WAIT,
                                        1);
                        assertEquals(both(), resolver.resolve("a.example", PATIENCE));
                        DnsResolver bad = DnsResolver.of(loop, List.of(failing.address()), WAIT, 1);
                        assertUnknown("code 2", bad, "a.example");
                    }
                });
    }

    @Test
    void lies_are_waited_past() {
        asking(
                question -> {
                    byte[] truth = plain(question).getFirst();
                    Stream<byte[]> lies =
                            Stream.of(
                                    new Reply(question, question.id() ^ 1, 0, 1)
                                            .owner()
                                            .address("192.0.2.66")
                                            .bytes(),
                                    new Question(
                                                    truth,
                                                    question.id(),
                                                    "other.example",
                                                    question.type(),
                                                    false)
                                            .reply(0, 1)
                                            .owner()
                                            .address("192.0.2.66")
                                            .bytes(),
                                    Arrays.copyOf(truth, truth.length - 1),
                                    new byte[3],
                                    question.bytes(),
                                    question.reply(0, 9).owner().alias("b.example").bytes());
                    return Stream.concat(lies, Stream.of(truth)).toList();
                },
                (resolver, _) -> assertEquals(both(), resolver.resolve("a.example", PATIENCE)));
    }

    @Test
    void the_systems_resolver_runs_off_the_loop() {
        Net.both(
                loop -> {
                    try (BlockingPool pool = new BlockingPool(1, 4);
                            Listener<StreamSocket> listener = Listener.onPort(loop, 0)) {
                        Resolver system = Resolver.system(pool);
                        InetAddress loopback = InetAddress.getLoopbackAddress();
                        assertTrue(system.resolve("localhost", PATIENCE).contains(loopback));
                        assertThrows(
                                UnknownNameException.class,
                                () -> system.resolve("no.such.name.invalid", PATIENCE));
                        int port = ((InetSocketAddress) listener.localAddress()).getPort();
                        StreamSocket.connect(loop, "localhost", port, system, PATIENCE).close();
                    }
                });
    }
}
