package dev.ringmark.runtime.shards;

import org.jspecify.annotations.Nullable;

/// What one shard has sent to another, or somebody outside to a shard.
///
/// @param from the sender's index, or [#OUTSIDE]
/// @param tag 0 to 65,535
/// @param value of one without a body; the sum, where several were joined
/// @param body of a [MessageType]'s, else null
public record Message(int from, int tag, int value, @Nullable Object body) {

    /// The sender was no task of a shard.
    public static final int OUTSIDE = -1;

    /// What it carries.
    ///
    /// @throws IllegalArgumentException when it is of another type
    public <T> T as(MessageType<T> type) {
        if (tag != type.tag() || !type.type().isInstance(body)) {
            throw new IllegalArgumentException(
                    "type: " + type + ", expected that of a message with tag " + tag + ": " + body);
        }
        return type.type().cast(body);
    }
}
