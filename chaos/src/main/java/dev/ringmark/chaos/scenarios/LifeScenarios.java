package dev.ringmark.chaos.scenarios;

import static dev.ringmark.chaos.fault.FaultKind.CANCEL_FAILS;
import static dev.ringmark.chaos.fault.FaultKind.CQE_CANCELED;
import static dev.ringmark.chaos.fault.FaultKind.CQE_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.CQE_FORGED;
import static dev.ringmark.chaos.fault.FaultKind.CQE_TWICE;
import static dev.ringmark.chaos.fault.FaultKind.CQ_FULL;
import static dev.ringmark.chaos.fault.FaultKind.DAYS_LATE;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_EBUSY;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_FATAL;
import static dev.ringmark.chaos.fault.FaultKind.LATE;
import static dev.ringmark.chaos.fault.FaultKind.MULTISHOT_ENDS;
import static dev.ringmark.chaos.fault.FaultKind.REGISTER_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.TRANSFER_SHORT;
import static dev.ringmark.chaos.scenarios.Plan.ANY;
import static dev.ringmark.chaos.scenarios.Plan.add;
import static dev.ringmark.chaos.scenarios.Plan.entries;
import static dev.ringmark.chaos.scenarios.Plan.mode;
import static dev.ringmark.chaos.scenarios.Plan.seeds;
import static dev.ringmark.chaos.workload.Mark.CALLBACK_THREW;
import static dev.ringmark.chaos.workload.Mark.CANCELLED_AT_ONCE;
import static dev.ringmark.chaos.workload.Mark.FAILED;
import static dev.ringmark.chaos.workload.Mark.MULTISHOT_PAUSED;
import static dev.ringmark.chaos.workload.Mark.MULTISHOT_REARMED;
import static dev.ringmark.chaos.workload.Mark.NEVER_SEEN_BY_KERNEL;
import static dev.ringmark.chaos.workload.Mark.ORPHAN_FILE_CLOSED;
import static dev.ringmark.chaos.workload.Mark.QUARANTINED;
import static dev.ringmark.chaos.workload.Mark.STALE_COMPLETION;
import static dev.ringmark.chaos.workload.Mark.WAKE_ARMED_AGAIN;
import static dev.ringmark.chaos.workload.Verb.AWAIT;
import static dev.ringmark.chaos.workload.Verb.CANCEL;
import static dev.ringmark.chaos.workload.Verb.GRANT;
import static dev.ringmark.chaos.workload.Verb.MULTISHOT;
import static dev.ringmark.chaos.workload.Verb.NOP;
import static dev.ringmark.chaos.workload.Verb.OPEN;
import static dev.ringmark.chaos.workload.Verb.PEER;
import static dev.ringmark.chaos.workload.Verb.POLL;
import static dev.ringmark.chaos.workload.Verb.READ;
import static dev.ringmark.chaos.workload.Verb.READ_ASYNC;
import static dev.ringmark.chaos.workload.Verb.RECEIVE;
import static dev.ringmark.chaos.workload.Verb.SEND;
import static dev.ringmark.chaos.workload.Verb.STEP;
import static dev.ringmark.chaos.workload.Verb.STUCK_READ;
import static dev.ringmark.chaos.workload.Verb.TIMEOUT;
import static dev.ringmark.chaos.workload.Verb.TIMER;
import static dev.ringmark.chaos.workload.Verb.WRITE;

import dev.ringmark.chaos.play.Plays;
import dev.ringmark.chaos.scenarios.Scenario.Elsewhere;
import dev.ringmark.chaos.scenarios.Scenario.Played;
import dev.ringmark.chaos.scenarios.Scenario.Sweep;
import dev.ringmark.chaos.workload.Shape;
import java.util.List;

/// C-21 to C-42: what lives and dies around a ring, and answers that are odd.
final class LifeScenarios {

    private LifeScenarios() {}

    static void addTo(List<Scenario> all) {
        add(
                all,
                "C-21",
                "short transfers while the peer stalls",
                seeds(SEND, RECEIVE, READ, WRITE, PEER, STEP, AWAIT)
                        .with(TRANSFER_SHORT)
                        .on(ANY)
                        .reaching());
        add(
                all,
                "C-22",
                "chains broken at each member, by errors and short reads",
                new Played(Plays.CHAINS));
        add(
                all,
                "C-23",
                "a close while operations name the file, and its number comes again",
                new Played(Plays.FILES));
        add(
                all,
                "C-24",
                "a cancel races the completion, and the slot is used again",
                seeds(NOP, READ, READ_ASYNC, POLL, CANCEL, CANCEL, PEER, STEP, AWAIT)
                        .with(CANCEL_FAILS, CQE_TWICE, CQE_FORGED, LATE)
                        .on(ANY)
                        .reaching(STALE_COMPLETION));
        add(
                all,
                "C-25",
                "an open that is cancelled succeeds all the same",
                seeds(OPEN, OPEN, CANCEL, STEP, AWAIT)
                        .with(LATE, CANCEL_FAILS, ENTER_FATAL)
                        .on(ANY)
                        .reaching(ORPHAN_FILE_CLOSED));
        add(
                all,
                "C-26",
                "slots used 1e7 times, and generations that wrap",
                new Elsewhere("SlotTableTest of runtime.shard"));
        add(
                all,
                "C-27",
                "whoever owns the buffer throws while the kernel writes late",
                seeds(READ, READ_ASYNC, RECEIVE, CANCEL, PEER, STEP)
                        .with(LATE, CANCEL_FAILS)
                        .on(ANY)
                        .reaching(CALLBACK_THREW));
        add(
                all,
                "C-28",
                "a shutdown with long-lived polls, reads and timers",
                seeds(MULTISHOT, POLL, READ, RECEIVE, TIMER, STEP)
                        .with()
                        .on(ANY)
                        .reaching(CANCELLED_AT_ONCE));
        add(all, "C-29", "a shutdown at every step of recorded runs", new Sweep());
        add(
                all,
                "C-30",
                "an operation that cannot be cancelled, at shutdown",
                seeds(STUCK_READ, READ, NOP, STEP, AWAIT)
                        .with(REGISTER_ERROR)
                        .on(ANY)
                        .reaching(QUARANTINED));
        add(
                all,
                "C-31",
                "a shutdown while cancels and timeouts are in line",
                seeds(TIMEOUT, READ, CANCEL, TIMER)
                        .with(ENTER_EBUSY)
                        .on(entries(1))
                        .reaching(NEVER_SEEN_BY_KERNEL));
        add(all, "C-32", "closes of files while the SQ is full", new Played(Plays.FILES));
        add(
                all,
                "C-33",
                "a server hands its listener to another one and drains",
                new Played(Plays.HAND_OVER));
        add(
                all,
                "C-34",
                "a barrier behind what never completes",
                seeds(STUCK_READ, READ_ASYNC, OPEN, STEP)
                        .with(DAYS_LATE)
                        .on(ANY)
                        .reaching(QUARANTINED));
        add(
                all,
                "C-35",
                "sends without a copy whose notification is late or missing",
                new Played(Plays.ZERO_COPY));
        add(
                all,
                "C-36",
                "buffers of a group run out, and come back in any order",
                new Played(Plays.GROUPS));
        add(
                all,
                "C-37",
                "a buffer with an error or a cancel, and groups that end",
                new Played(Plays.GROUPS));
        add(
                all,
                "C-38",
                "multishots end early, by overflow, or with an error",
                seeds(MULTISHOT, MULTISHOT, GRANT, PEER, PEER, CANCEL, STEP, AWAIT)
                        .with(MULTISHOT_ENDS, CQ_FULL, CQE_ERROR)
                        .on(ANY)
                        .reaching(MULTISHOT_REARMED, MULTISHOT_PAUSED));
        add(
                all,
                "C-39",
                "opens fail with EMFILE and the like",
                seeds(OPEN, OPEN, STEP, AWAIT).with(CQE_ERROR, LATE).on(ANY).reaching());
        add(
                all,
                "C-40",
                "the submitting thread exits: -ECANCELED that nobody asked for",
                seeds(READ, POLL, TIMEOUT, MULTISHOT, PEER, STEP, AWAIT)
                        .with(CQE_CANCELED)
                        .on(ANY)
                        .reaching(WAKE_ARMED_AGAIN));
        add(
                all,
                "C-41",
                "the wrong thread, and a ring that is disabled: EEXIST, EBADFD",
                seeds(NOP, READ, STEP, AWAIT)
                        .with(ENTER_FATAL)
                        .on(mode(Shape.Mode.DEFER))
                        .reaching(FAILED));
        add(
                all,
                "C-42",
                "child processes are started under load, and inherit nothing",
                new Elsewhere("LoopsTest of runtime.shard, ShardsStressTest"));
    }
}
