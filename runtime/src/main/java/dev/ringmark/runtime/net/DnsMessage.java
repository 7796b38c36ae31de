package dev.ringmark.runtime.net;

import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.TaskException;
import java.io.Serial;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Questions and answers of the domain name system, as far as addresses need them (RFC 1035,
/// RFC 3596, RFC 6891).
final class DnsMessage {

    /* An answer is read strictly: one whose header, question or records do not add up is refused
     * as a whole, as is one to another question. A compressed name may only point backwards, so
     * reading it ends; its length is bounded besides. */

    /// How much an answer by UDP may have: what passes everywhere in one piece.
    static final int UDP_SIZE = 1232;

    private static final int HEADER = 12;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final int OPCODE = 0x7800;
    private static final int TRUNCATED = 0x0200;
    private static final int RCODE = 0xf;
    private static final int INTERNET = 1;
    private static final int CNAME = 5;
    private static final int OPT = 41;
    private static final int POINTER = 0xc0;
    private static final int LABEL_MAX = 63;
    private static final int NAME_MAX = 253;
    private static final int ALIASES_MAX = 16;
    private static final int NO_SUCH_NAME = 3;

    /// What an answer says.
    sealed interface Answer {}

    /// Addresses, perhaps none of this kind.
    record Found(List<InetAddress> addresses) implements Answer {}

    /// The name stands for another one, about which the answer says nothing.
    record Alias(String name) implements Answer {}

    /// The name does not exist.
    record NoSuchName() implements Answer {}

    /// There is more than fits; TCP has room for it.
    record Truncated() implements Answer {}

    /// The server can or will not tell.
    record Failed(int code) implements Answer {}

    /// An answer that is none.
    static final class MalformedException extends Exception {
        @Serial private static final long serialVersionUID = 1L;

        MalformedException(String what) {
            super(what, null, false, false);
        }
    }

    private DnsMessage() {}

    /// A name as it is asked for: lower case, without a dot at its end.
    ///
    /// @throws IllegalArgumentException when it cannot be one
    static String canonical(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String ascii = isAscii(name) ? name.toLowerCase(Locale.ROOT) : international(name);
        boolean isGood = !ascii.isEmpty() && ascii.length() <= NAME_MAX;
        for (String label : ascii.split("\\.", -1)) {
            isGood &= !label.isEmpty() && label.length() <= LABEL_MAX;
        }
        if (!isGood) {
            throw new IllegalArgumentException(
                    "host: \"" + host + "\", expected labels of 1 to 63 letters, 253 in all");
        }
        return ascii;
    }

    private static boolean isAscii(String name) {
        return name.chars().allMatch(letter -> letter < 0x80);
    }

    /// On the pool: the tables of letters take a while to load.
    private static String international(String name) {
        try {
            return BlockingPool.shared().call(() -> IDN.toASCII(name).toLowerCase(Locale.ROOT));
        } catch (TaskException.Failed e) {
            throw new IllegalArgumentException(
                    "host: \"" + name + "\", expected labels of 1 to 63 letters", e);
        }
    }

    /// A question for the addresses of a name.
    static byte[] question(int id, String name, DnsResolver.Type type) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + name.length() + 2 + 4 + 11);
        out.putShort((short) id).putShort((short) RECURSION_DESIRED);
        out.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 1);
        putName(out, name);
        out.putShort((short) type.number()).putShort((short) INTERNET);
        out.put((byte) 0).putShort((short) OPT).putShort((short) UDP_SIZE);
        out.putInt(0).putShort((short) 0);
        return out.array();
    }

    static void putName(ByteBuffer out, String name) {
        for (String label : name.split("\\.", -1)) {
            out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.put((byte) 0);
    }

    /// Reads an answer.
    ///
    /// @throws MalformedException when it is no answer to this question
    static Answer answer(byte[] bytes, int id, String name, DnsResolver.Type type)
            throws MalformedException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        require(bytes.length >= HEADER, "too short");
        require(Short.toUnsignedInt(in.getShort()) == id, "another question's");
        int flags = Short.toUnsignedInt(in.getShort());
        require((flags & RESPONSE) != 0 && (flags & OPCODE) == 0, "no answer");
        int questions = Short.toUnsignedInt(in.getShort());
        int answers = Short.toUnsignedInt(in.getShort());
        in.position(HEADER);
        require(questions == 1, questions + " questions");
        require(name(in).equals(name), "another name");
        require(in.remaining() >= 4, "no type");
        require(Short.toUnsignedInt(in.getShort()) == type.number(), "another type");
        require(Short.toUnsignedInt(in.getShort()) == INTERNET, "another class");
        if ((flags & TRUNCATED) != 0) {
            return new Truncated();
        }
        int code = flags & RCODE;
        if (code != 0 && code != NO_SUCH_NAME) {
            return new Failed(code);
        }
        Answer found = follow(records(in, answers, type), name);
        boolean isNone =
                code == NO_SUCH_NAME && !(found instanceof Found some && !some.addresses.isEmpty());
        return isNone ? new NoSuchName() : found;
    }

    /// What the answer section says of each name.
    private static final class Records {
        final Map<String, String> aliases = new HashMap<>();
        final Map<String, List<InetAddress>> addresses = new HashMap<>();
    }

    private static Records records(ByteBuffer in, int count, DnsResolver.Type type)
            throws MalformedException {
        Records records = new Records();
        for (int at = 0; at < count; at++) {
            String owner = name(in);
            require(in.remaining() >= 10, "a record is cut off");
            int kind = Short.toUnsignedInt(in.getShort());
            int klass = Short.toUnsignedInt(in.getShort());
            in.getInt(); // for how long it is true: nothing is kept here
            int length = Short.toUnsignedInt(in.getShort());
            require(in.remaining() >= length, "a record is cut off");
            int end = in.position() + length;
            if (klass == INTERNET && kind == CNAME) {
                records.aliases.put(owner, name(in));
                require(in.position() == end, "an alias of another length");
            } else if (klass == INTERNET && kind == type.number()) {
                require(length == type.length(), "an address of " + length + " bytes");
                records.addresses
                        .computeIfAbsent(owner, _ -> new ArrayList<>())
                        .add(address(in, length));
            }
            in.position(end);
        }
        return records;
    }

    private static InetAddress address(ByteBuffer in, int length) {
        byte[] address = new byte[length];
        in.get(address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + length + " bytes", e);
        }
    }

    private static Answer follow(Records records, String name) throws MalformedException {
        String current = name;
        for (int link = 0; link <= ALIASES_MAX; link++) {
            List<InetAddress> addresses = records.addresses.get(current);
            if (addresses != null) {
                return new Found(List.copyOf(addresses));
            }
            String next = records.aliases.get(current);
            if (next == null) {
                return current.equals(name) ? new Found(List.of()) : new Alias(current);
            }
            current = next;
        }
        throw new MalformedException("aliases without an end");
    }

    /// Reads a name, and moves behind it.
    private static String name(ByteBuffer in) throws MalformedException {
        StringBuilder name = new StringBuilder();
        int at = in.position();
        @Nullable Integer behind = null;
        while (true) {
            require(at < in.limit(), "a name is cut off");
            int length = Byte.toUnsignedInt(in.get(at));
            if ((length & POINTER) == POINTER) {
                require(at + 1 < in.limit(), "a name is cut off");
                int target = (length & ~POINTER) << Byte.SIZE | Byte.toUnsignedInt(in.get(at + 1));
                require(target < at, "a name that does not point backwards");
                behind = behind == null ? (Integer) (at + 2) : behind;
                at = target;
            } else {
                require(length <= LABEL_MAX, "a label of an unknown kind");
                at++;
                if (length == 0) {
                    break;
                }
                require(at + length <= in.limit(), "a name is cut off");
                require(name.length() + length <= NAME_MAX, "a name is too long");
                label(in, at, length, name);
                at += length;
            }
        }
        in.position(behind == null ? at : behind);
        return name.toString();
    }

    private static void label(ByteBuffer in, int at, int length, StringBuilder name) {
        if (!name.isEmpty()) {
            name.append('.');
        }
        for (int i = 0; i < length; i++) {
            char letter = (char) Byte.toUnsignedInt(in.get(at + i));
            name.append(letter >= 'A' && letter <= 'Z' ? (char) (letter + 32) : letter);
        }
    }

    private static void require(boolean isSo, String what) throws MalformedException {
        if (!isSo) {
            throw new MalformedException(what);
        }
    }
}
