package dev.ringmark.runtime.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message from the server.
record PgAnswer(char type, ByteBuffer body) {

    private static final int COLUMN_BYTES = 18;

    /// Text up to its end.
    String text() {
        int start = body.position();
        while (body.get() != 0) {}
        return new String(
                body.array(),
                body.arrayOffset() + start,
                body.position() - start - 1,
                StandardCharsets.UTF_8);
    }

    /// Everything that is left.
    byte[] rest() {
        byte[] rest = new byte[body.remaining()];
        body.get(rest);
        return rest;
    }

    /// The names of the columns of a RowDescription.
    List<String> columns() {
        List<String> names = new ArrayList<>();
        for (int left = body.getShort(); left > 0; left--) {
            names.add(text());
            body.position(body.position() + COLUMN_BYTES);
        }
        return names;
    }

    /// The values of a DataRow, in text.
    List<@Nullable String> row() {
        List<@Nullable String> values = new ArrayList<>();
        for (int left = body.getShort(); left > 0; left--) {
            int length = body.getInt();
            if (length < 0) {
                values.add(null);
                continue;
            }
            byte[] value = new byte[length];
            body.get(value);
            values.add(new String(value, StandardCharsets.UTF_8));
        }
        return values;
    }

    /// An ErrorResponse as an exception.
    PgException error() {
        String code = "";
        String message = "";
        for (int field = body.get(); field != 0; field = body.get()) {
            String value = text();
            if (field == 'C') {
                code = value;
            } else if (field == 'M') {
                message = value;
            }
        }
        return new PgException(code, message);
    }
}
