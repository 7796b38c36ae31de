package dev.ringmark.chaos.mutants;

import static dev.ringmark.chaos.mutants.Edit.drop;

import dev.ringmark.chaos.mutants.Edit.Body;
import dev.ringmark.chaos.mutants.Edit.CallInstead;
import dev.ringmark.chaos.mutants.Edit.Constant;
import dev.ringmark.chaos.mutants.Edit.DropCall;
import dev.ringmark.chaos.mutants.Edit.Lock;
import dev.ringmark.chaos.mutants.Edit.Negate;
import dev.ringmark.chaos.mutants.Edit.Unguarded;
import dev.ringmark.chaos.play.Plays;
import java.util.List;

/// Bugs that the campaign cannot see: those that show only when threads meet, and those in what
/// only a play does.
final class ThemeMutants {

    private ThemeMutants() {}

    static void addTo(List<Mutant> all) {
        threads(all);
        themes(all);
        refusals(all);
        tasks(all);
    }

    private static void tasks(List<Mutant> all) {
        add(
                all,
                "buffer-back-at-cancel",
                "a task's buffer is its own again when the operation's end is asked for",
                "C-27",
                "Driver.cancel",
                new CallInstead("Cancels.want", "Operation.released"),
                Plays.TASK_BUFFERS.name());
        add(
                all,
                "task-cancel-forgotten",
                "a wait that is over leaves its operation alone",
                "C-10",
                "Loop.cancel",
                new Body(0),
                Plays.TASK_TIMES.name());
        add(
                all,
                "pool-forgets",
                "a buffer of the pool that was closed counts as out",
                "C-36",
                "BufferPool$PooledBuffer.freed",
                drop("BufferPool.putBack"),
                Plays.TASK_BUFFERS.name());
        add(
                all,
                "task-permit-not-returned",
                "a task's operation that ends keeps its permit",
                "C-13",
                "Ledger.leaveRing",
                drop("Permits.giveBack"),
                Plays.TASKS.name());
        add(
                all,
                "piece-not-recycled",
                "data that a task has closed is not the group's again",
                "C-37",
                "Filled.close",
                drop("BufferGroup.recycle"),
                Plays.TASK_BUFFERS.name());
        add(
                all,
                "line-keeps-what-was-sent",
                "a buffer that was sent in a bundle is not the program's again",
                "C-21",
                "SendBuffers.pop",
                drop("OwnedBuffer.giveBack"),
                Plays.TASK_BUFFERS.name());
        add(
                all,
                "file-of-nobody-open",
                "a file that was opened for a task that has gone stays open",
                "C-25",
                "Loop.closeFiles",
                new Body(0),
                Plays.TASK_GROUPS.name());
        add(
                all,
                "scope-has-no-time",
                "the time of a scope does not end what is within it",
                "C-46",
                "Scope.deadline",
                new Body(Long.MAX_VALUE),
                Plays.TASK_TIMES.name());
    }

    private static void refusals(List<Mutant> all) {
        add(
                all,
                "buffer-ring-leaked",
                "the memory of a buffer ring stays mapped when the kernel refuses the ring",
                "C-56",
                "BufferRing.allocateThenRegister",
                drop("Mapping.close"),
                Mutant.NTH);
        add(
                all,
                "ring-left-open",
                "a driver that cannot be made leaves its ring behind",
                "C-56",
                "Driver.<init>",
                drop("Ring.close"),
                Mutant.NTH);
        add(
                all,
                "starved-enter-is-fatal",
                "an enter that found no memory for a request is taken for the end of the ring",
                "C-56",
                "SubmitOutcome.of",
                new Negate(4),
                Mutant.NTH);
    }

    private static void threads(List<Mutant> all) {
        add(
                all,
                "gate-not-atomic",
                "a request to wake is written over what the loop has just written",
                "C-02",
                "WakeGate.request",
                new Unguarded(),
                Mutant.CROWD);
        add(
                all,
                "park-not-atomic",
                "the loop's sleep is written over a request that has just come",
                "C-02",
                "WakeGate.park",
                new Unguarded(),
                Mutant.CROWD);
        add(
                all,
                "lock-held-in-sleep",
                "the loop sleeps with a lock that whoever has a task for it needs",
                "C-45",
                "Driver.await",
                new Lock(List.of("execute")),
                Mutant.CROWD);
        add(
                all,
                "anybody-steps",
                "any thread may step the driver",
                "C-41",
                "Driver.requireOwner",
                new Body(0),
                Mutant.CROWD);
    }

    private static void themes(List<Mutant> all) {
        add(
                all,
                "users-not-counted",
                "a file is closed while operations name it",
                "C-23",
                "Intake.account",
                new Constant(1, 0, 0),
                Plays.FILES.name());
        add(
                all,
                "link-lost",
                "the members of a chain do not depend on each other",
                "C-22",
                "Chains.tie",
                new Body(0),
                Plays.CHAINS.name());
        add(
                all,
                "silence-forgotten",
                "who succeeded in a quiet chain is never told",
                "C-22",
                "Ledger.endUnsaid",
                new Body(0),
                Plays.CHAINS.name());
        add(
                all,
                "barrier-ignored",
                "what is to be drained begins at once",
                "C-22",
                "Drains.hold",
                new Body(0),
                Plays.CHAINS.name());
        add(
                all,
                "torn-chain-goes-on",
                "the rest of a chain that the kernel took in part runs by itself",
                "C-22",
                "Outbox.mendChains",
                new Body(0),
                Plays.CHAINS.name());
        add(
                all,
                "chain-in-pieces",
                "a chain goes into the SQ, and to the kernel, as far as there is room",
                "C-22",
                "Outbox.drain",
                new DropCall("Operation.unit", 1),
                Plays.CHAINS.name());
        add(
                all,
                "message-not-sent",
                "a message to another driver is counted as sent, and is not",
                "C-51",
                "Outbox.signal",
                drop("Outbox.control"),
                Plays.MESSAGES.name());
        add(
                all,
                "freed-at-result",
                "a send without a copy ends with its result, not with the notification",
                "C-35",
                "Ledger.complete",
                new Negate(0),
                Plays.ZERO_COPY.name());
        add(
                all,
                "buffer-not-given-back",
                "a buffer of a group that was read is not the kernel's again",
                "C-36",
                "Filled.close",
                drop("BufferGroup.recycle"),
                Plays.GROUPS.name());
        add(
                all,
                "stop-accepting-ignored",
                "a multishot goes on when it is cancelled",
                "C-33",
                "MultishotRun.cancel",
                new Body(0),
                Plays.HAND_OVER.name());
        add(
                all,
                "connection-of-the-last-answer-lost",
                "an answer that came with the end of a multishot is not told",
                "C-33",
                "MultishotRun.completed",
                drop("MultishotListener.next"),
                Plays.HAND_OVER.name());
        add(
                all,
                "pinned-task-stolen",
                "a pinned task waits in the line that other loops take from",
                "C-53",
                "LoopGroup.fork",
                new Negate(0),
                Plays.STEALING.name());
        add(
                all,
                "line-lost-at-shutdown",
                "a loop that closes forgets the tasks that it has not begun",
                "C-53",
                "Turns.leaveGroup",
                new Body(0),
                Plays.STEALING.name());
        add(
                all,
                "stolen-at-shutdown",
                "a loop that closes takes tasks of others",
                "C-53",
                "Share.begin",
                drop("StealLine.isClosed"),
                Plays.STEALING.name());
        add(
                all,
                "thief-not-woken",
                "a task for a loop that is held up wakes nobody",
                "C-53",
                "Share.wakeOne",
                new Body(0),
                Plays.STEALING.name());
        add(
                all,
                "buffer-taken-twice",
                "a buffer of a group counts as the kernel's while the program has it",
                "C-37",
                "BufferGroup.take",
                new Negate(4),
                Plays.GROUPS.name());
    }

    private static void add(
            List<Mutant> all,
            String id,
            String story,
            String reference,
            String method,
            Edit edit,
            String trial) {
        all.add(new Mutant(id, story, reference, method, edit, trial));
    }
}
