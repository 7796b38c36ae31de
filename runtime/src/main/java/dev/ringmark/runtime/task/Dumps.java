package dev.ringmark.runtime.task;

import dev.ringmark.runtime.event.LoopDump;
import dev.ringmark.runtime.event.LoopSnapshot;
import dev.ringmark.runtime.shard.Insight.UnderWay;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;

/// What a loop has under way, put into words.
final class Dumps {

    private Dumps() {}

    static LoopDump of(
            LoopSnapshot snapshot, List<UnderWay> operations, Collection<Task<?>> tasks) {
        return new LoopDump(
                snapshot,
                operations.stream().map(Dumps::line).toList(),
                tasks.stream().map(Dumps::stack).toList());
    }

    private static String line(UnderWay operation) {
        String asked = operation.isCancelled() ? ", asked to end" : "";
        return operation.stage() + asked + ": " + operation.what();
    }

    private static String stack(Task<?> task) {
        StringJoiner lines = new StringJoiner("\n\tat ");
        String waits = task.waitsFor().isEmpty() ? "" : " waits for " + task.waitsFor();
        lines.add("task \"" + task.thread().getName() + "\"" + waits);
        for (StackTraceElement frame : task.thread().getStackTrace()) {
            lines.add(frame.toString());
        }
        return lines.toString();
    }
}
