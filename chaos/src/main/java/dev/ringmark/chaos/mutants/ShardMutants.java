package dev.ringmark.chaos.mutants;

import static dev.ringmark.chaos.mutants.Edit.drop;

import dev.ringmark.chaos.mutants.Edit.Body;
import dev.ringmark.chaos.mutants.Edit.Constant;
import dev.ringmark.chaos.mutants.Edit.DropCall;
import dev.ringmark.chaos.mutants.Edit.Negate;
import dev.ringmark.chaos.play.Plays;
import java.util.List;

/// Bugs in what shards and tasks of several loops do with each other.
final class ShardMutants {

    private ShardMutants() {}

    static void addTo(List<Mutant> all) {
        messages(all);
        controls(all);
        operations(all);
        boundary(all);
    }

    private static void messages(List<Mutant> all) {
        add(
                all,
                "doorbell-not-rung",
                "who waits for a message is not told",
                "C-52",
                "WaitLine.ring",
                drop("Executor.execute"),
                Plays.SHARDS);
        add(
                all,
                "batched-doorbell-lost",
                "a doorbell that is to go with the sender's batch does not",
                "C-51",
                "Errands.addRemote",
                new DropCall("Driver.wakeFrom", 1),
                Plays.SHARDS);
        add(
                all,
                "next-waiter-forgotten",
                "two messages come with one doorbell, and the second waiter is not told",
                "C-52",
                "Ingress.poll",
                drop("WaitLine.tellNext"),
                Plays.SHARDS);
        add(
                all,
                "message-taken-twice",
                "a message that was taken stays in its lane",
                "C-51",
                "Ingress.poll",
                drop("Lane.remove"),
                Plays.SHARDS);
        add(
                all,
                "ticket-never-refused",
                "a shard ends, and the tickets of what it has not taken do not",
                "C-51",
                "Ingress.close",
                drop("Ticket.refused"),
                Plays.SHARDS);
        add(
                all,
                "lane-unbounded",
                "a lane takes more messages than it may",
                "C-51",
                "Lane.isFull",
                new Body(0),
                Plays.SHARDS);
        add(
                all,
                "flooder-goes-first",
                "a shard takes all that one sender has sent before it looks at another",
                "C-48",
                "Ingress.nextLane",
                new Constant(1, 1, 0),
                Plays.SHARDS);
        add(
                all,
                "first-count-starved",
                "a counter tells at its threshold, and not of the first addition",
                "C-52",
                "HotCounter.add",
                new Negate(1),
                Plays.SHARDS);
    }

    private static void controls(List<Mutant> all) {
        add(
                all,
                "ticket-given-twice",
                "two control messages have the same slot, and so one ticket",
                "C-51",
                "ControlWindow.take",
                new DropCall("AtomicLong.compareAndSet", 1),
                Plays.SHARDS);
        add(
                all,
                "control-not-told",
                "a control message is taken from its slot, and its ticket does not end",
                "C-51",
                "Controls.came",
                drop("Ticket.taken"),
                Plays.SHARDS);
        add(
                all,
                "steals-not-counted",
                "a shard does not say what it has taken from others",
                "C-53",
                "LoopGroup.stolenBy",
                new Body(0),
                Plays.SHARDS);
        add(
                all,
                "others-run-beside",
                "a task that is to run alone does not",
                "C-53",
                "Focus.mayRun",
                new Body(1),
                Plays.SHARDS);
        add(
                all,
                "doubt-kept-at-close",
                "a driver that closes does not ask again for what was not cancelled",
                "C-30",
                "Shutdown.cancelEach",
                drop("Cancels.wantDoubted"),
                Plays.SHARDS);
    }

    private static void operations(List<Mutant> all) {
        add(
                all,
                "lease-leaked",
                "an operation that has ended keeps its file on its shard",
                "C-50",
                "Leases.end",
                drop("Lease.end"),
                Plays.SHARDS);
        add(
                all,
                "cancel-goes-astray",
                "a cancel does not come to the shard that has the operation",
                "C-50",
                "OpFuture.cancelOperation",
                drop("Errands.dispatch"),
                Plays.SHARDS);
        add(
                all,
                "pending-not-returned",
                "an operation that has ended counts as under way on its shard",
                "C-50",
                "Operations.end",
                drop("AtomicLong.decrementAndGet"),
                Plays.SHARDS);
    }

    private static void boundary(List<Mutant> all) {
        add(
                all,
                "clients-forgotten",
                "a channel is closed, and its clients are not told",
                "C-54",
                "Boundary.close",
                drop("BoundaryRequest.refuse"),
                Plays.BOUNDARY);
        add(
                all,
                "channel-unbounded",
                "a channel takes more requests than it may",
                "C-54",
                "Boundary.hasRoom",
                new Body(1),
                Plays.BOUNDARY);
        add(
                all,
                "request-not-taken-back",
                "a client that leaves keeps its place in the channel",
                "C-54",
                "BoundaryRequest.ended",
                drop("Boundary.forget"),
                Plays.BOUNDARY);
    }

    private static void add(
            List<Mutant> all,
            String id,
            String story,
            String reference,
            String method,
            Edit edit,
            Plays play) {
        all.add(new Mutant(id, story, reference, method, edit, play.name()));
    }
}
