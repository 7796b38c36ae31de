package dev.ringmark.conformance.harness;

import dev.ringmark.stats.record.LineCodec;
import dev.ringmark.stats.record.RecordLine;
import org.jspecify.annotations.Nullable;

/// One message of the worker as a line of its standard output.
///
/// The output is shared with whatever else prints there: a stray print, a native library. So a
/// message begins with a control character that JSON never contains, and what stands before it in
/// its line is not a part of it. A message that is cut off is no message.
final class Frame {

    private static final char START = '\u001e';

    private Frame() {}

    static String of(RecordLine message) {
        return START + LineCodec.encode(message) + "\n";
    }

    /// The message in a line, or null when there is no whole one.
    static @Nullable RecordLine messageIn(String line) {
        int start = line.lastIndexOf(START);
        if (start < 0) {
            return null;
        }
        try {
            return LineCodec.decode(line.substring(start + 1));
        } catch (IllegalArgumentException _) {
            return null; // the worker died within it
        }
    }

    /// What a line holds besides a whole message: all of it where there is none.
    static String strayIn(String line) {
        return messageIn(line) == null ? line : line.substring(0, line.lastIndexOf(START));
    }
}
