package dev.ringmark.runtime.kernel;

import dev.ringmark.runtime.uapi.UapiConstant;
import java.util.HexFormat;

/// One line of JSON being written: an object without line breaks.
///
/// The runtime has no dependencies, and a trace needs no more than this of JSON.
final class JsonLine {

    private static final int FIRST_PRINTABLE = 0x20;

    private final StringBuilder text = new StringBuilder(256);
    private boolean isFirst = true;

    /// Opens the object.
    JsonLine() {
        text.append('{');
    }

    JsonLine number(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    JsonLine string(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    /// 64 bits of which no reader's floating-point number loses any: `"0x1f"`.
    JsonLine hex(String name, long value) {
        return string(name, "0x" + Long.toHexString(value));
    }

    /// The names of the bits that are set, and the rest as one number in hex.
    JsonLine flags(String name, int bits, UapiConstant... known) {
        name(name);
        text.append('[');
        int unknown = bits;
        for (UapiConstant flag : known) {
            if (Integer.bitCount(flag.bits()) == 1 && (unknown & flag.bits()) != 0) {
                element(flag.name());
                unknown &= ~flag.bits();
            }
        }
        if (unknown != 0) {
            element("0x" + Integer.toHexString(unknown));
        }
        text.append(']');
        return this;
    }

    /// Objects that are finished already, in an array.
    JsonLine objects(String name, Iterable<JsonLine> objects) {
        name(name);
        text.append('[');
        String separator = "";
        for (JsonLine object : objects) {
            text.append(separator).append(object.text).append('}');
            separator = ",";
        }
        text.append(']');
        return this;
    }

    /// Closes the object: the line, with its line break.
    String line() {
        return text + "}\n";
    }

    private void name(String name) {
        if (!isFirst) {
            text.append(',');
        }
        isFirst = false;
        quote(name);
        text.append(':');
    }

    private void element(String value) {
        if (text.charAt(text.length() - 1) != '[') {
            text.append(',');
        }
        quote(value);
    }

    private void quote(String value) {
        text.append('"');
        for (int at = 0; at < value.length(); at++) {
            char character = value.charAt(at);
            if (character == '"' || character == '\\') {
                text.append('\\').append(character);
            } else if (character < FIRST_PRINTABLE || Character.isSurrogate(character)) {
                text.append("\\u").append(HexFormat.of().toHexDigits(character));
            } else {
                text.append(character);
            }
        }
        text.append('"');
    }
}
