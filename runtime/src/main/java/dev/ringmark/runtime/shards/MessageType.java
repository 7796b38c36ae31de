package dev.ringmark.runtime.shards;

/// A tag together with the type of what its messages carry (SPG-005).
///
/// What is sent is handed over as it is: the sender must not change it any more.
///
/// @param tag 0 to 65,535
/// @param type what is carried
/// @param <T> the same
public record MessageType<T>(int tag, Class<T> type) {

    /// @throws IllegalArgumentException when the tag is out of range
    public MessageType {
        Tags.requireTag(tag);
    }

    /// A type of message.
    public static <T> MessageType<T> of(int tag, Class<T> type) {
        return new MessageType<>(tag, type);
    }
}
