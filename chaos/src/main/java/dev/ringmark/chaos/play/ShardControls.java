package dev.ringmark.chaos.play;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.shards.Message;
import dev.ringmark.runtime.shards.Shard;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.shards.Ticket;
import dev.ringmark.runtime.task.TaskException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The control messages of a play: each is heard once, by the shard it is for, or its ticket says
/// that it was not (SPG-033).
final class ShardControls {

    static final int TAG = 5;

    /// One of them, and what is known of it.
    private static final class Note {

        private final int from;
        private final int to;
        private int heard;
        private @Nullable Ticket ticket;

        Note(int from, int to) {
            this.from = from;
            this.to = to;
        }
    }

    private final Shards shards;
    private final ShardTruth truth;
    private final Letters.Checks checks;
    private final List<Note> all = new ArrayList<>();

    ShardControls(Shards shards, ShardTruth truth, Letters.Checks checks) {
        this.shards = shards;
        this.truth = truth;
        this.checks = checks;
    }

    void send(int to) {
        Shard caller = shards.current();
        Note note = new Note(caller == null ? Message.OUTSIDE : caller.index(), to);
        all.add(note);
        try {
            note.ticket = shards.shard(to).control(TAG, all.size() - 1);
            truth.of(to).told++;
        } catch (TaskException.Overloaded e) {
            long waiting = all.stream().filter(each -> isWaiting(each, note)).count();
            checks.check(waiting >= Long.SIZE, Invariant.I_06, "a window with room has refused");
        } catch (TaskException.Closed e) {
            boolean isOpen = shards.shard(to).isOpen();
            checks.check(!isOpen, Invariant.I_10, "an open shard refused a control message");
        }
    }

    private static boolean isWaiting(Note each, Note like) {
        Ticket ticket = each.ticket;
        return each.to == like.to && each.from == like.from && ticket != null && !ticket.isDone();
    }

    void heard(Shard to, Message message) {
        Note note = all.get(message.value());
        note.heard++;
        truth.of(to.index()).heard++;
        checks.check(note.heard == 1, Invariant.I_01, "a control message was heard twice");
        checks.check(
                note.to == to.index() && note.from == message.from(),
                Invariant.I_05,
                "a control message to " + note.to + " came to " + to + ": " + message);
    }

    boolean isAtRest() {
        return all.stream().allMatch(note -> note.ticket == null || note.ticket.isDone());
    }

    void compare() {
        for (Note note : all) {
            Ticket ticket = note.ticket;
            if (ticket != null) {
                boolean isTaken = ticket.isDone() && !ticket.future().isCompletedExceptionally();
                checks.check(
                        isTaken == (note.heard == 1),
                        Invariant.I_01,
                        "a ticket does not say whether its control message was heard");
            }
        }
    }

    void end() {
        compare();
        checks.check(isAtRest(), Invariant.I_01, "the ticket of a control message has no end");
    }
}
