package dev.ringmark.runtime.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A message that is being written: its type, its length, and fields in the order of the calls.
final class PgMessage {

    private static final int LENGTH_BYTES = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int typeBytes;

    private PgMessage(int typeBytes) {
        this.typeBytes = typeBytes;
    }

    /// The first message of a connection has no type.
    static PgMessage untyped() {
        return new PgMessage(0).int32(0);
    }

    static PgMessage of(char type) {
        PgMessage message = new PgMessage(1);
        message.bytes.write(type);
        return message.int32(0);
    }

    PgMessage int16(int value) {
        bytes.write(value >> 8);
        bytes.write(value);
        return this;
    }

    PgMessage int32(int value) {
        return int16(value >> 16).int16(value);
    }

    PgMessage raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    /// Text and its end.
    PgMessage text(String value) {
        bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
        return this;
    }

    /// Text behind its length, or -1 for null.
    PgMessage value(@Nullable String value) {
        if (value == null) {
            return int32(-1);
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return int32(utf8.length).raw(utf8);
    }

    /// The whole of it, with the length set.
    byte[] toBytes() {
        byte[] all = bytes.toByteArray();
        ByteBuffer.wrap(all).putInt(typeBytes, all.length - typeBytes);
        return all;
    }

    /// How many bytes a body has whose length field says so.
    static int bodyLength(int lengthField) {
        return lengthField - LENGTH_BYTES;
    }
}
