package dev.ringmark.runtime.shards;

import java.util.Map;

/// What is special about some tags of a runtime; all others are plain.
final class Tags {

    private static final int TAG_MAX = 0xffff;

    /// How messages of a tag travel.
    enum Kind {
        PLAIN,
        /// In a lane of their own.
        HOT,
        /// In that lane, joined with the one before them.
        JOINED,
        /// Added up, never queued.
        COUNTER,
        /// Told to a listener, in a CQE.
        CONTROL
    }

    private static final Kind[] KINDS = Kind.values();

    private final byte[] kinds = new byte[TAG_MAX + 1];

    Tags(Map<Integer, Kind> special) {
        special.forEach(
                (tag, kind) -> {
                    for (int at = 0; at < KINDS.length; at++) {
                        if (KINDS[at] == kind) {
                            kinds[tag] = (byte) at;
                        }
                    }
                });
    }

    static boolean isTag(int tag) {
        return tag >= 0 && tag <= TAG_MAX;
    }

    static void requireTag(int tag) {
        if (!isTag(tag)) {
            throw new IllegalArgumentException("tag: " + tag + ", expected 0.." + TAG_MAX);
        }
    }

    /// @throws IllegalArgumentException when the tag is out of range
    Kind kind(int tag) {
        requireTag(tag);
        return KINDS[kinds[tag]];
    }
}
