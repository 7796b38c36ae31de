package dev.ringmark.runtime.net;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a name server answers whose names are all known beforehand (RFC 1035): bytes in, bytes out,
/// whatever carries them. Any thread.
public final class CannedAnswers {

    /// No question is longer that has one name and no more than an EDNS record.
    public static final int QUESTION_MAX = 512;

    /// No answer is longer.
    public static final int ANSWER_MAX = QUESTION_MAX + 28;

    private static final int HEADER = 12;
    private static final int RESPONSE = 0x8000;
    private static final int OPCODE = 0x7800;
    private static final int RECURSION = 0x0180; // desired and available
    private static final int NO_SUCH_NAME = 3;
    private static final int INTERNET = 1;
    private static final int OWNER = 0xc00c; // the name asked for, by a pointer
    private static final int LABEL_MAX = 63;
    private static final int SECONDS = 60;

    private final Map<String, Map<Integer, byte[]>> records = new HashMap<>();

    /// Names `n0.example` and so on, with an address of each kind.
    ///
    /// @param count how many, 1 to 65536
    public static CannedAnswers numbered(int count) {
        CannedAnswers answers = new CannedAnswers();
        for (int number = 0; number < count; number++) {
            answers.records.put(
                    name(number),
                    Map.of(
                            DnsResolver.Type.A.number(),
                            record(DnsResolver.Type.A, address(number)),
                            DnsResolver.Type.AAAA.number(),
                            record(DnsResolver.Type.AAAA, address6(number))));
        }
        return answers;
    }

    /// The name of this number.
    public static String name(int number) {
        return "n" + number + ".example";
    }

    /// Its IPv4 address, which ends with the number.
    public static InetAddress address(int number) {
        return InetAddress.ofLiteral("10.0." + (number >> Byte.SIZE) + '.' + (number & 0xff));
    }

    /// Its IPv6 address, which ends with the number.
    public static InetAddress address6(int number) {
        return InetAddress.ofLiteral("fd00::" + Integer.toHexString(number));
    }

    /// A question for the IPv4 address of a name; its first two bytes are its id.
    public static byte[] question(int id, String name) {
        return DnsMessage.question(id, name, DnsResolver.Type.A);
    }

    private static byte[] record(DnsResolver.Type type, InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.allocate(HEADER + bytes.length)
                .putShort((short) OWNER)
                .putShort((short) type.number())
                .putShort((short) INTERNET)
                .putInt(SECONDS)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    /// Writes the answer to a question.
    ///
    /// @param question from its position to its limit
    /// @param answer cleared, with room for [#ANSWER_MAX]; flipped when there is one
    /// @return whether it is a question; what is none has no answer
    public boolean answer(ByteBuffer question, ByteBuffer answer) {
        int start = question.position();
        if (question.remaining() < HEADER) {
            return false;
        }
        int flags = Short.toUnsignedInt(question.getShort(start + 2));
        boolean isQuery = (flags & (RESPONSE | OPCODE)) == 0 && question.getShort(start + 4) == 1;
        String name = isQuery ? nameAt(question.position(start + HEADER)) : null;
        if (name == null || question.remaining() < 4) {
            return false;
        }
        int type = Short.toUnsignedInt(question.getShort());
        if (question.getShort() != INTERNET) {
            return false;
        }
        Map<Integer, byte[]> known = records.get(name);
        byte[] record = known == null ? null : known.get(type);
        answer.putShort(question.getShort(start))
                .putShort((short) (RESPONSE | RECURSION | (known == null ? NO_SUCH_NAME : 0)))
                .putShort((short) 1)
                .putShort((short) (record == null ? 0 : 1))
                .putInt(0)
                .put(question.slice(start + HEADER, question.position() - start - HEADER));
        if (record != null) {
            answer.put(record);
        }
        answer.flip();
        return true;
    }

    /// Reads a name that is written out, in lower case; null when it is none.
    private static @Nullable String nameAt(ByteBuffer in) {
        StringBuilder name = new StringBuilder();
        while (in.hasRemaining()) {
            int length = Byte.toUnsignedInt(in.get());
            if (length == 0) {
                return name.toString().toLowerCase(Locale.ROOT);
            }
            if (length > LABEL_MAX || length > in.remaining()) {
                return null;
            }
            byte[] label = new byte[length];
            in.get(label);
            name.append(name.isEmpty() ? "" : ".");
            name.append(new String(label, StandardCharsets.ISO_8859_1));
        }
        return null;
    }
}
