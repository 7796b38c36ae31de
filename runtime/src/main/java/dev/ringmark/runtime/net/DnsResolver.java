package dev.ringmark.runtime.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.TaskException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Finds addresses by asking name servers itself, over sockets of a loop: A and AAAA at once by
/// UDP, and by TCP what is too long for that.
///
/// A server that does not answer in time, refuses, or cannot tell makes room for the next one, and
/// all are asked as often as the options say. Answers to other questions, and such that do not add
/// up, are waited past. Aliases (CNAME) are followed, at most 16 times in one answer and over 8
/// questions. Nothing is kept for later, no hosts file is read, and no domain is searched: names
/// are whole. Addresses in writing, and `localhost`, are known without asking. For all threads.
public final class DnsResolver implements Resolver {

    /// What is asked for.
    public enum Type {
        /// IPv4 addresses.
        A(1, 4),
        /// IPv6 addresses.
        AAAA(28, 16);

        private final int number;
        private final int length;

        Type(int number, int length) {
            this.number = number;
            this.length = length;
        }

        int number() {
            return number;
        }

        /// How long an address is, in bytes.
        int length() {
            return length;
        }
    }

    private static final int QUESTIONS_MAX = 8;
    private static final int TCP_SIZE_MAX = 0xffff;
    private static final int DNS_PORT = 53;
    private static final Path SYSTEM_SERVERS = Path.of("/etc/resolv.conf");

    private final Loop loop;
    private final List<InetSocketAddress> servers;
    private final Duration wait;
    private final int rounds;

    private DnsResolver(Loop loop, List<InetSocketAddress> servers, Duration wait, int rounds) {
        this.loop = loop;
        this.servers = List.copyOf(servers);
        this.wait = wait;
        this.rounds = rounds;
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers: none, expected one or more");
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: " + rounds + ", expected 1 or more");
        }
        if (wait.isNegative() || wait.isZero()) {
            throw new IllegalArgumentException("wait: " + wait + ", expected more than 0");
        }
    }

    /// Asks these servers, in this order: each for up to 2 s, and all of them up to twice.
    public static DnsResolver of(Loop loop, List<InetSocketAddress> servers) {
        return of(loop, servers, Duration.ofSeconds(2), 2);
    }

    /// Asks these servers, in this order.
    ///
    /// @param servers one or more, with resolved addresses
    /// @param wait how long for an answer of each, more than 0
    /// @param rounds how often all of them are asked, 1 or more
    public static DnsResolver of(
            Loop loop, List<InetSocketAddress> servers, Duration wait, int rounds) {
        return new DnsResolver(loop, servers, wait, rounds);
    }

    /// Asks the system's servers: those of resolv.conf(5), read now; 127.0.0.1 where it has none.
    public static DnsResolver system(Loop loop) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String line : BlockingPool.shared().call(DnsResolver::systemLines)) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length > 1 && words[0].equals("nameserver")) {
                servers.add(new InetSocketAddress(InetAddress.ofLiteral(words[1]), DNS_PORT));
            }
        }
        if (servers.isEmpty()) {
            servers.add(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), DNS_PORT));
        }
        return of(loop, servers);
    }

    private static List<String> systemLines() throws IOException {
        return Files.exists(SYSTEM_SERVERS) ? Files.readAllLines(SYSTEM_SERVERS) : List.of();
    }

    @Override
    public List<InetAddress> resolve(String host, @Nullable Duration time) {
        List<InetAddress> found = lookup(host, List.of(Type.A, Type.AAAA), time);
        if (found.isEmpty()) {
            throw new UnknownNameException(host, "it exists, and has no addresses");
        }
        return found;
    }

    /// The addresses of one kind.
    ///
    /// @return none where the name has none of this kind
    /// @throws UnknownNameException when the name does not exist, or nobody could tell
    public List<InetAddress> lookup(String host, Type type, @Nullable Duration time) {
        return lookup(host, List.of(type), time);
    }

    private List<InetAddress> lookup(String host, List<Type> types, @Nullable Duration time) {
        List<InetAddress> known = known(host);
        if (!known.isEmpty()) {
            return known.stream()
                    .filter(each -> types.stream().anyMatch(type -> isOf(type, each)))
                    .toList();
        }
        String name = DnsMessage.canonical(host);
        try (Scope _ = Scope.open(time)) {
            return new Search(host, types).run(name);
        }
    }

    private static boolean isOf(Type type, InetAddress address) {
        return address.getAddress().length == type.length;
    }

    private static List<InetAddress> known(String host) {
        if (host.toLowerCase(Locale.ROOT).equals("localhost")) {
            return List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
        }
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return List.of(); // a name
        }
    }

    /// One search: which kinds are found, and why others are not.
    private final class Search {

        private final String host;
        private final List<Type> types;
        private final StringJoiner failures = new StringJoiner("; ");

        Search(String host, List<Type> types) {
            this.host = host;
            this.types = types;
        }

        List<InetAddress> run(String first) {
            List<InetAddress> found = new ArrayList<>();
            Map<Type, String> open = new EnumMap<>(Type.class);
            types.forEach(type -> open.put(type, first));
            boolean exists = false;
            for (int question = 0; question < QUESTIONS_MAX && !open.isEmpty(); question++) {
                Map<Type, DnsMessage.Answer> answers = askAll(open);
                boolean isStuck = answers.isEmpty();
                for (Map.Entry<Type, DnsMessage.Answer> each : answers.entrySet()) {
                    open.remove(each.getKey());
                    switch (each.getValue()) {
                        case DnsMessage.Found some -> {
                            found.addAll(some.addresses());
                            exists = true;
                        }
                        case DnsMessage.Alias alias -> open.put(each.getKey(), alias.name());
                        case DnsMessage.NoSuchName _ -> failures.add("no such name");
                        case DnsMessage.Truncated _ -> failures.add("cut off by TCP, too");
                        case DnsMessage.Failed failed -> failures.add("code " + failed.code());
                    }
                }
                if (isStuck) {
                    break;
                }
            }
            if (!open.isEmpty()) {
                failures.add("no answer about " + open.values());
            }
            if (found.isEmpty() && (!exists || !open.isEmpty())) {
                throw new UnknownNameException(host, servers + " say: " + failures);
            }
            found.sort((one, two) -> one.getAddress().length - two.getAddress().length);
            return List.copyOf(found);
        }

        /// Asks one server after the other until each question has an answer that says something.
        private Map<Type, DnsMessage.Answer> askAll(Map<Type, String> open) {
            Map<Type, DnsMessage.Answer> answers = new EnumMap<>(Type.class);
            for (int turn = 0; turn < rounds * servers.size(); turn++) {
                InetSocketAddress server = servers.get(turn % servers.size());
                Map<Type, String> rest = new EnumMap<>(open);
                answers.keySet().forEach(rest::remove);
                if (rest.isEmpty()) {
                    break;
                }
                try {
                    ask(server, rest, answers);
                } catch (RingException e) {
                    failures.add(server + ": " + e.getMessage());
                }
            }
            return answers;
        }

        private void ask(
                InetSocketAddress server,
                Map<Type, String> questions,
                Map<Type, DnsMessage.Answer> answers) {
            Map<Type, DnsMessage.Answer> said = byUdp(server, questions);
            for (Map.Entry<Type, DnsMessage.Answer> each : said.entrySet()) {
                Type type = each.getKey();
                DnsMessage.Answer answer = each.getValue();
                if (answer instanceof DnsMessage.Truncated) {
                    answer = byTcp(server, questions.getOrDefault(type, ""), type);
                }
                if (answer instanceof DnsMessage.Failed failed) {
                    failures.add(server + ": code " + failed.code());
                } else if (answer != null) {
                    answers.put(type, answer);
                }
            }
            if (said.size() < questions.size()) {
                failures.add(server + ": no answer in " + wait);
            }
        }
    }

    /// Asks all questions at once, and collects the answers that come in time.
    private Map<Type, DnsMessage.Answer> byUdp(
            InetSocketAddress server, Map<Type, String> questions) {
        Map<Type, DnsMessage.Answer> answers = new EnumMap<>(Type.class);
        try (Scope scope = Scope.open(wait)) {
            try {
                exchange(server, questions, answers);
            } catch (TaskException.TimedOut e) {
                if (!scope.isOriginOf(e)) {
                    throw e;
                }
            }
        }
        return answers;
    }

    private void exchange(
            InetSocketAddress server,
            Map<Type, String> questions,
            Map<Type, DnsMessage.Answer> answers) {
        Map<Type, Integer> ids = new EnumMap<>(Type.class);
        try (DatagramSocket socket = DatagramSocket.unbound(loop, Socket.domainOf(server));
                OwnedBuffer buffer = OwnedBuffer.allocate(DnsMessage.UDP_SIZE)) {
            socket.connect(server); // others' datagrams do not arrive
            for (Map.Entry<Type, String> each : questions.entrySet()) {
                int id = (int) (loop.kernel().random() >>> 16) & 0xffff;
                ids.put(each.getKey(), id);
                byte[] question = DnsMessage.question(id, each.getValue(), each.getKey());
                socket.send(Span.of(OwnedBuffer.copying(question)), null);
            }
            while (answers.size() < questions.size()) {
                int length = socket.receive(Span.of(buffer), null);
                byte[] bytes = buffer.view(0, length).toArray(JAVA_BYTE);
                questions.forEach((type, name) -> take(bytes, ids, type, name, answers));
            }
        }
    }

    private static void take(
            byte[] bytes,
            Map<Type, Integer> ids,
            Type type,
            String name,
            Map<Type, DnsMessage.Answer> answers) {
        int id = ids.getOrDefault(type, -1);
        try {
            DnsMessage.Answer answer = DnsMessage.answer(bytes, id, name, type);
            answers.putIfAbsent(type, answer);
        } catch (DnsMessage.MalformedException _) {
            return; // not believed: the right one may still come
        }
    }

    /// Asks one question where the answer has room.
    ///
    /// @return null when there is no answer to be believed
    private DnsMessage.@Nullable Answer byTcp(InetSocketAddress server, String name, Type type) {
        int id = (int) (loop.kernel().random() >>> 16) & 0xffff;
        byte[] question = DnsMessage.question(id, name, type);
        try (Scope scope = Scope.open(wait)) {
            try (StreamSocket socket = StreamSocket.connect(loop, server, null);
                    OwnedBuffer buffer = OwnedBuffer.allocate(2 + TCP_SIZE_MAX)) {
                MemorySegment out = buffer.view();
                out.set(JAVA_BYTE, 0, (byte) (question.length >>> Byte.SIZE));
                out.set(JAVA_BYTE, 1, (byte) question.length);
                MemorySegment.copy(question, 0, out, JAVA_BYTE, 2, question.length);
                socket.writeAll(new Span(buffer, 0, 2 + question.length));
                int length = readPrefixed(socket, buffer);
                return DnsMessage.answer(buffer.view(2, length).toArray(JAVA_BYTE), id, name, type);
            } catch (TaskException.TimedOut e) {
                if (!scope.isOriginOf(e)) {
                    throw e;
                }
                return null;
            } catch (DnsMessage.MalformedException _) {
                return null;
            }
        }
    }

    /// Reads a message that says first how long it is.
    private static int readPrefixed(StreamSocket socket, OwnedBuffer buffer)
            throws DnsMessage.MalformedException {
        int filled = 0;
        int wanted = 2;
        while (filled < wanted) {
            int count = socket.read(new Span(buffer, filled, wanted - filled));
            if (count < 0) {
                throw new DnsMessage.MalformedException("cut off");
            }
            filled += count;
            if (filled == 2) {
                MemorySegment head = buffer.view(0, 2);
                wanted =
                        2
                                + (Byte.toUnsignedInt(head.get(JAVA_BYTE, 0)) << Byte.SIZE
                                        | Byte.toUnsignedInt(head.get(JAVA_BYTE, 1)));
            }
        }
        return wanted - 2;
    }
}
