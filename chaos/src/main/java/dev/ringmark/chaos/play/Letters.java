package dev.ringmark.chaos.play;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.shards.Message;
import dev.ringmark.runtime.shards.MessageType;
import dev.ringmark.runtime.shards.Shard;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.shards.Ticket;
import dev.ringmark.runtime.task.TaskException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The messages of a play: each arrives once or is refused, in its sender's order, and no more wait
/// than may.
final class Letters {

    /// Says what is wrong.
    interface Checks {
        void check(boolean isSo, Invariant invariant, String otherwise);
    }

    private static final MessageType<Letter> LETTER = MessageType.of(7, Letter.class);

    /// A message, and what is known of it.
    private static final class Letter {

        private final int to;
        private int taken;
        private boolean isLost;
        private @Nullable Ticket ticket;

        Letter(int to) {
            this.to = to;
        }
    }

    private final Shards shards;
    private final int capacity;
    private final ShardTruth truth;
    private final Checks checks;
    private final List<Letter> all = new ArrayList<>();
    private final List<List<Deque<Letter>>> lanes = new ArrayList<>();

    Letters(Shards shards, int capacity, ShardTruth truth, Checks checks) {
        this.shards = shards;
        this.capacity = capacity;
        this.truth = truth;
        this.checks = checks;
        for (int to = 0; to < shards.count(); to++) {
            List<Deque<Letter>> its = new ArrayList<>();
            for (int from = 0; from <= shards.count(); from++) {
                its.add(new ArrayDeque<>());
            }
            lanes.add(its);
        }
    }

    private Deque<Letter> lane(int to, int from) {
        return lanes.get(to).get(from + 1);
    }

    private int caller() {
        Shard shard = shards.current();
        return shard == null ? Message.OUTSIDE : shard.index();
    }

    /// Sends one with a ticket, without, or several.
    void send(int to, int how) {
        int from = caller();
        Deque<Letter> lane = lane(to, from);
        Shard target = shards.shard(to);
        int count = how == 2 ? 2 : 1;
        List<Letter> some = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            some.add(new Letter(to));
        }
        int room = Math.min(count, capacity - lane.size());
        try {
            lane.addAll(some.subList(0, room)); // whoever is told at once looks here
            int sent = 1;
            switch (how) {
                case 0 -> some.getFirst().ticket = target.send(LETTER, some.getFirst());
                case 1 -> target.tell(LETTER, some.getFirst());
                default -> sent = target.tellMany(LETTER, some);
            }
            checks.check(
                    sent == room,
                    Invariant.I_06,
                    sent + " messages were taken where there was room for " + room);
            all.addAll(some.subList(0, sent));
            truth.of(to).sent += sent;
            truth.of(to).refused += count - sent;
        } catch (TaskException.Overloaded e) {
            truth.of(to).refused++;
            checks.check(room == 0, Invariant.I_06, "a lane that is not full refused a message");
        } catch (TaskException.Closed e) {
            some.forEach(lane::remove);
            checks.check(!target.isOpen(), Invariant.I_10, "an open shard refused a message");
        }
    }

    /// A task receives some.
    void receive(int which, int max, @Nullable Duration time) {
        try {
            if (max == 1) {
                taken(which, shards.shard(which).receive(time));
            } else {
                for (Message message : shards.shard(which).receiveMany(max, time)) {
                    taken(which, message);
                }
            }
        } catch (TaskException.TimedOut e) {
            // of a message that has come by now somebody will be told, or was
            checks.check(time != null, Invariant.I_11, "it gave up, and had for ever");
        }
    }

    void drain(int which) {
        for (Message each = shards.shard(which).poll();
                each != null;
                each = shards.shard(which).poll()) {
            taken(which, each);
        }
    }

    /// How many it takes before the first one of a sender, which it takes.
    int takenBefore(int which, int from) {
        int before = 0;
        for (Message each = shards.shard(which).poll();
                each != null;
                each = shards.shard(which).poll()) {
            taken(which, each);
            if (each.from() == from) {
                return before;
            }
            before++;
        }
        checks.check(false, Invariant.I_07, "a message of shard " + from + " has not come");
        return before;
    }

    private void taken(int which, Message message) {
        Letter letter = message.as(LETTER);
        letter.taken++;
        truth.of(which).taken++;
        Deque<Letter> lane = lane(which, message.from());
        boolean isFirst = letter == lane.poll();
        checks.check(letter.taken == 1, Invariant.I_01, "a message was taken twice");
        checks.check(isFirst, Invariant.I_17, "a message overtook another one");
    }

    /// A shard has ended: what nobody has taken is refused.
    void closed(int which) {
        for (Letter letter : all) {
            letter.isLost |= letter.to == which && letter.taken == 0;
        }
        lanes.get(which).forEach(Deque::clear);
    }

    void compare() {
        for (Letter letter : all) {
            Ticket ticket = letter.ticket;
            boolean isOver = letter.taken > 0 || letter.isLost;
            checks.check(
                    ticket == null || ticket.isDone() == isOver,
                    Invariant.I_01,
                    isOver ? "a ticket has no end" : "a ticket ended before its message did");
            checks.check(
                    ticket == null
                            || !isOver
                            || ticket.future().isCompletedExceptionally() == letter.isLost,
                    Invariant.I_01,
                    "a ticket says that a message was taken that was not, or the other way round");
        }
    }

    void end() {
        compare();
        for (Letter letter : all) {
            checks.check(
                    letter.taken + (letter.isLost ? 1 : 0) == 1,
                    Invariant.I_01,
                    "a message was neither taken nor refused");
        }
    }
}
