package dev.ringmark.runtime.shards;

/// Hears the control messages of a tag, on the thread of the shard they are for: it must neither
/// wait nor compute for long ([ShardsBuilder#controlTag]).
public interface ControlListener {

    /// One has come; what this throws fails its ticket.
    ///
    /// @param to whose thread this is
    /// @param message who has sent it, its tag and its value; without a body
    void told(Shard to, Message message);
}
