package dev.ringmark.runtime.event;

import java.util.List;
import java.util.StringJoiner;

/// Everything a loop has under way, for people who wonder why it does not end.
///
/// @param snapshot what it is at
/// @param operations one line each: where it is, and what
/// @param stacks one for each task, its lines separated by line ends
public record LoopDump(LoopSnapshot snapshot, List<String> operations, List<String> stacks) {

    /// Copies the lists.
    public LoopDump {
        operations = List.copyOf(operations);
        stacks = List.copyOf(stacks);
    }

    /// A text of several lines; the first is the snapshot as JSON.
    public String describe() {
        StringJoiner text = new StringJoiner("\n");
        text.add(snapshot.toJson());
        operations.forEach(text::add);
        stacks.forEach(text::add);
        return text.toString();
    }
}
