package dev.ringmark.chaos.scenarios;

import static dev.ringmark.chaos.fault.FaultKind.CQE_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_ENOMEM;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_FATAL;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_SHORT;
import static dev.ringmark.chaos.fault.FaultKind.EVENT_FD_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.LATE;
import static dev.ringmark.chaos.fault.FaultKind.MAP_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.OWNER_PAUSED;
import static dev.ringmark.chaos.fault.FaultKind.SETUP_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.SQE_SPOILED;
import static dev.ringmark.chaos.scenarios.Plan.ANY;
import static dev.ringmark.chaos.scenarios.Plan.add;
import static dev.ringmark.chaos.scenarios.Plan.seeds;
import static dev.ringmark.chaos.workload.Mark.CALLBACK_THREW;
import static dev.ringmark.chaos.workload.Mark.CANCELLED_AT_ONCE;
import static dev.ringmark.chaos.workload.Mark.CANCELLED_EACH;
import static dev.ringmark.chaos.workload.Mark.FAILED;
import static dev.ringmark.chaos.workload.Mark.NOT_OPENED;
import static dev.ringmark.chaos.workload.Mark.QUEUE_TIMED_OUT;
import static dev.ringmark.chaos.workload.Mark.REJECTED;
import static dev.ringmark.chaos.workload.Mark.STARVED;
import static dev.ringmark.chaos.workload.Mark.UNPREPARED;
import static dev.ringmark.chaos.workload.Mark.WAITED_FOR_PERMIT;
import static dev.ringmark.chaos.workload.Mark.WOKEN;
import static dev.ringmark.chaos.workload.Verb.AWAIT;
import static dev.ringmark.chaos.workload.Verb.CANCEL;
import static dev.ringmark.chaos.workload.Verb.GRANT;
import static dev.ringmark.chaos.workload.Verb.MULTISHOT;
import static dev.ringmark.chaos.workload.Verb.NOP;
import static dev.ringmark.chaos.workload.Verb.OPEN;
import static dev.ringmark.chaos.workload.Verb.PEER;
import static dev.ringmark.chaos.workload.Verb.POLL;
import static dev.ringmark.chaos.workload.Verb.READ;
import static dev.ringmark.chaos.workload.Verb.RECEIVE;
import static dev.ringmark.chaos.workload.Verb.SEND;
import static dev.ringmark.chaos.workload.Verb.START_BY;
import static dev.ringmark.chaos.workload.Verb.STEP;
import static dev.ringmark.chaos.workload.Verb.TASK;
import static dev.ringmark.chaos.workload.Verb.TIMEOUT;
import static dev.ringmark.chaos.workload.Verb.TIMER;
import static dev.ringmark.chaos.workload.Verb.WAKE;
import static dev.ringmark.chaos.workload.Verb.WRITE;

import dev.ringmark.chaos.play.Plays;
import dev.ringmark.chaos.scenarios.Scenario.Both;
import dev.ringmark.chaos.scenarios.Scenario.Crowded;
import dev.ringmark.chaos.scenarios.Scenario.Elsewhere;
import dev.ringmark.chaos.scenarios.Scenario.FailingOnce;
import dev.ringmark.chaos.scenarios.Scenario.Played;
import java.util.List;

/// C-43 to C-67: deadlines, multishots, refusals and load.
final class LoadScenarios {

    private LoadScenarios() {}

    static void addTo(List<Scenario> all) {
        add(
                all,
                "C-43",
                "setup, mappings or the eventfd are refused",
                seeds(NOP, STEP)
                        .with(SETUP_ERROR, MAP_ERROR, EVENT_FD_ERROR)
                        .on(ANY)
                        .reaching(NOT_OPENED));
        add(
                all,
                "C-44",
                "SQEs are full of old values when they are filled again",
                seeds(
                                NOP, READ, WRITE, POLL, TIMEOUT, OPEN, RECEIVE, SEND, CANCEL, PEER,
                                STEP, AWAIT)
                        .with(SQE_SPOILED)
                        .on(Plan::small)
                        .reaching());
        add(
                all,
                "C-45",
                "work from other threads while the loop sleeps",
                seeds(TASK, WAKE, READ, CANCEL, PEER, AWAIT, AWAIT, STEP)
                        .with(OWNER_PAUSED)
                        .on(ANY)
                        .reaching(WOKEN));
        add(
                all,
                "C-46",
                "timers moved over and over, and a clock that jumps",
                seeds(TIMER, TIMER, TIMER, STEP, AWAIT).with(OWNER_PAUSED).on(ANY).reaching());
        add(
                all,
                "C-47",
                "a cancel scope around tight loops",
                new Elsewhere("ScopeTest of runtime.task, and TasksInSimulationTest"));
        add(
                all,
                "C-48",
                "a queue of tasks that never ends, and a shard that floods another",
                seeds(TASK, TASK, TASK, READ, TIMER, PEER, STEP).with().on(ANY).reaching(),
                Plays.SHARDS);
        add(
                all,
                "C-49",
                "threads, rings and shards that nobody closes",
                new Elsewhere("LoopsTest of runtime.shard, ShardsStressTest"));
        add(
                all,
                "C-50",
                "cancel against completion and close, from different threads",
                new Both(new Crowded(false), new Played(Plays.SHARDS)));
        add(
                all,
                "C-51",
                "messages to shards that are closed, full or asleep",
                new Both(new Crowded(true), new Played(Plays.SHARDS)));
        add(
                all,
                "C-52",
                "messages are joined, counters wake at a threshold",
                new Both(new Crowded(true), new Played(Plays.SHARDS)));
        add(
                all,
                "C-53",
                "stealing while the owner is blocked",
                new Both(new Crowded(true), new Played(Plays.STEALING)));
        add(
                all,
                "C-54",
                "a bounded channel: overload, deadlines, cancels, and servers that go",
                seeds(START_BY, START_BY, START_BY, READ, PEER, CANCEL, STEP, AWAIT)
                        .with(LATE)
                        .on(shape -> shape.withPermits(1, 3))
                        .reaching(QUEUE_TIMED_OUT, WAITED_FOR_PERMIT, REJECTED),
                Plays.BOUNDARY);
        add(
                all,
                "C-55",
                "memory is refused on each path",
                seeds(NOP, READ, WRITE, CANCEL, STEP, AWAIT)
                        .with(MAP_ERROR, ENTER_ENOMEM, SETUP_ERROR, CQE_ERROR)
                        .on(ANY)
                        .reaching(NOT_OPENED, STARVED));
        add(all, "C-56", "every allocation of a call fails once, in the kernel", new FailingOnce());
        add(
                all,
                "C-57",
                "completions were dropped, and enter says so: EBADR",
                seeds(NOP, READ, POLL, STEP, AWAIT).with(ENTER_FATAL).on(ANY).reaching(FAILED));
        add(
                all,
                "C-60",
                "the owner is stopped for a while: timers and deadlines after that",
                seeds(TIMER, TIMER, TIMEOUT, READ, PEER, STEP, AWAIT, AWAIT)
                        .with(OWNER_PAUSED)
                        .on(ANY)
                        .reaching());
        add(
                all,
                "C-61",
                "features are absent: kernels from 5.10 to 6.18, all ring modes",
                seeds(NOP, READ, WRITE, POLL, TIMEOUT, OPEN, MULTISHOT, CANCEL, PEER, STEP, AWAIT)
                        .with()
                        .on(ANY)
                        .reaching(CANCELLED_EACH, CANCELLED_AT_ONCE));
        add(
                all,
                "C-62",
                "callbacks throw",
                seeds(NOP, READ, OPEN, MULTISHOT, CANCEL, PEER, STEP)
                        .with()
                        .on(ANY)
                        .reaching(CALLBACK_THREW));
        add(
                all,
                "C-64",
                "everything for hours, and what the process has stays the same",
                new Elsewhere("SoakTest of runtime.shards"));
        add(all, "C-65", "one of a group fails", new Played(Plays.CHAINS));
        add(
                all,
                "C-66",
                "failure between the slot and the publish",
                seeds(NOP, READ, WRITE, START_BY, STEP)
                        .with(ENTER_SHORT)
                        .on(ANY)
                        .reaching(UNPREPARED));
        add(
                all,
                "C-67",
                "nothing in flight, and no timer",
                seeds(STEP, AWAIT, CANCEL, GRANT).with().on(ANY).reaching());
    }
}
