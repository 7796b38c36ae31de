package dev.ringmark.runtime.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.kernel.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.function.Function;

/// An option of a socket, with the type of its values (socket(7), tcp(7), ip(7), ipv6(7), udp(7)).
///
/// @param <T> the type of its values
public final class SocketOption<T> {

    private static final int SOCKET = 1;
    private static final int IP = 0;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int IPV6 = 41;
    private static final int SECONDS_MAX = 32_767;

    /// Small segments go out at once (TCP_NODELAY).
    public static final SocketOption<Boolean> NO_DELAY = flag("NO_DELAY", TCP, 1);

    /// Only full segments go out, until it is taken away (TCP_CORK).
    public static final SocketOption<Boolean> CORK = flag("CORK", TCP, 3);

    /// The other side is asked now and then whether it is there (SO_KEEPALIVE).
    public static final SocketOption<Boolean> KEEP_ALIVE = flag("KEEP_ALIVE", SOCKET, 9);

    /// After which silence it is asked first: 1 to 32767 s (TCP_KEEPIDLE).
    public static final SocketOption<Duration> KEEP_IDLE = seconds("KEEP_IDLE", TCP, 4);

    /// How long after the question before: 1 to 32767 s (TCP_KEEPINTVL).
    public static final SocketOption<Duration> KEEP_INTERVAL = seconds("KEEP_INTERVAL", TCP, 5);

    /// How many unanswered questions end the connection: 1 to 127 (TCP_KEEPCNT).
    public static final SocketOption<Integer> KEEP_COUNT = number("KEEP_COUNT", TCP, 6, 1, 127);

    /// How long data may go unacknowledged before the connection ends, in ms; 0: the system's
    /// default (TCP_USER_TIMEOUT).
    public static final SocketOption<Integer> USER_TIMEOUT_MS =
            number("USER_TIMEOUT_MS", TCP, 18, 0, Integer.MAX_VALUE);

    /// A new listener may have the address of connections that linger (SO_REUSEADDR).
    public static final SocketOption<Boolean> REUSE_ADDRESS = flag("REUSE_ADDRESS", SOCKET, 2);

    /// Several sockets share an address, and the kernel spreads what comes (SO_REUSEPORT).
    public static final SocketOption<Boolean> REUSE_PORT = flag("REUSE_PORT", SOCKET, 15);

    /// Room for what is to be sent, in bytes; the kernel doubles what is set (SO_SNDBUF).
    public static final SocketOption<Integer> SEND_BUFFER =
            number("SEND_BUFFER", SOCKET, 7, 1, Integer.MAX_VALUE);

    /// Room for what was received, in bytes; the kernel doubles what is set (SO_RCVBUF).
    public static final SocketOption<Integer> RECEIVE_BUFFER =
            number("RECEIVE_BUFFER", SOCKET, 8, 1, Integer.MAX_VALUE);

    /// Datagrams may go to a broadcast address (SO_BROADCAST).
    public static final SocketOption<Boolean> BROADCAST = flag("BROADCAST", SOCKET, 6);

    /// An IPv6 socket leaves IPv4 alone (IPV6_V6ONLY); before it is bound.
    public static final SocketOption<Boolean> V6_ONLY = flag("V6_ONLY", IPV6, 26);

    /// How many routers IPv4 packets may pass: 1 to 255 (IP_TTL).
    public static final SocketOption<Integer> TTL = number("TTL", IP, 2, 1, 255);

    /// Datagrams of a flow are received together, as one piece (UDP_GRO, since 5.0).
    public static final SocketOption<Boolean> UDP_GRO = flag("UDP_GRO", UDP, 104);

    /// How long a close waits for what is to be sent, 0 to 32767 s; 0 breaks the connection off
    /// with a reset (SO_LINGER).
    public static final SocketOption<Duration> LINGER =
            new SocketOption<>(
                    "LINGER",
                    SOCKET,
                    13,
                    2,
                    value -> new int[] {1, inSeconds("LINGER", value, 0)},
                    ints -> Duration.ofSeconds(ints[0] == 0 ? 0 : ints[1]));

    private final String name;
    private final int level;
    private final int number;
    private final int words;
    private final Function<T, int[]> encode;
    private final Function<int[], T> decode;

    private SocketOption(
            String name,
            int level,
            int number,
            int words,
            Function<T, int[]> encode,
            Function<int[], T> decode) {
        this.name = name;
        this.level = level;
        this.number = number;
        this.words = words;
        this.encode = encode;
        this.decode = decode;
    }

    /// A value for it, which a socket gets when it is made.
    ///
    /// @throws IllegalArgumentException when the value is out of its range
    public Setting<T> to(T value) {
        return new Setting<>(this, value);
    }

    /// An option and its value.
    ///
    /// @param option which
    /// @param value what
    /// @param <T> its type
    public record Setting<T>(SocketOption<T> option, T value) {

        /// @throws IllegalArgumentException when the value is out of its range
        public Setting {
            int[] _ = option.encode.apply(value);
        }

        void apply(SystemCalls calls, int fd) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment words = arena.allocateFrom(JAVA_INT, option.encode.apply(value));
                int result = calls.setSocketOption(fd, option.level, option.number, words);
                LoopFile.require("setsockopt(" + option.name + ", " + value + ")", result);
            }
        }
    }

    T get(SystemCalls calls, int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(JAVA_INT, words);
            int result = calls.socketOption(fd, level, number, memory);
            LoopFile.require("getsockopt(" + name + ")", result);
            return decode.apply(memory.toArray(JAVA_INT));
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private static SocketOption<Boolean> flag(String name, int level, int number) {
        return new SocketOption<>(
                name, level, number, 1, on -> new int[] {on ? 1 : 0}, ints -> ints[0] != 0);
    }

    private static SocketOption<Integer> number(
            String name, int level, int number, int min, int max) {
        return new SocketOption<>(
                name,
                level,
                number,
                1,
                value -> new int[] {(int) within(name, value, min, max)},
                ints -> ints[0]);
    }

    private static SocketOption<Duration> seconds(String name, int level, int number) {
        return new SocketOption<>(
                name,
                level,
                number,
                1,
                value -> new int[] {inSeconds(name, value, 1)},
                ints -> Duration.ofSeconds(ints[0]));
    }

    private static int inSeconds(String name, Duration value, int min) {
        return (int) within(name + " in seconds", value.toSeconds(), min, SECONDS_MAX);
    }

    private static long within(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + ": " + value + ", expected " + min + ".." + max);
        }
        return value;
    }
}
