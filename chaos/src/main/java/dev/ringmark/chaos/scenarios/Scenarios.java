package dev.ringmark.chaos.scenarios;

import static dev.ringmark.chaos.fault.FaultKind.BURST;
import static dev.ringmark.chaos.fault.FaultKind.CANCEL_FAILS;
import static dev.ringmark.chaos.fault.FaultKind.CQE_CANCELED;
import static dev.ringmark.chaos.fault.FaultKind.CQE_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.CQE_FORGED;
import static dev.ringmark.chaos.fault.FaultKind.CQE_TWICE;
import static dev.ringmark.chaos.fault.FaultKind.CQ_FULL;
import static dev.ringmark.chaos.fault.FaultKind.DAYS_LATE;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_EAGAIN;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_EBUSY;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_EINTR;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_ENOMEM;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_FATAL;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_LIES;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_NOTHING;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_SHORT;
import static dev.ringmark.chaos.fault.FaultKind.EVENT_FD_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.LATE;
import static dev.ringmark.chaos.fault.FaultKind.MAP_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.MULTISHOT_ENDS;
import static dev.ringmark.chaos.fault.FaultKind.OWNER_PAUSED;
import static dev.ringmark.chaos.fault.FaultKind.REGISTER_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.SETUP_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.SIGNAL;
import static dev.ringmark.chaos.fault.FaultKind.SLOW_TEARDOWN;
import static dev.ringmark.chaos.fault.FaultKind.SQE_SPOILED;
import static dev.ringmark.chaos.fault.FaultKind.STRAY_WAKE;
import static dev.ringmark.chaos.fault.FaultKind.TRANSFER_SHORT;
import static dev.ringmark.chaos.fault.FaultKind.WAIT_EINTR;
import static dev.ringmark.chaos.fault.FaultKind.WAIT_ETIME;
import static dev.ringmark.chaos.fault.FaultKind.WAKE_FULL;
import static dev.ringmark.chaos.workload.Mark.CALLBACK_THREW;
import static dev.ringmark.chaos.workload.Mark.CANCELLED_AT_ONCE;
import static dev.ringmark.chaos.workload.Mark.CANCELLED_EACH;
import static dev.ringmark.chaos.workload.Mark.FAILED;
import static dev.ringmark.chaos.workload.Mark.FOREIGN_COMPLETION;
import static dev.ringmark.chaos.workload.Mark.INTERRUPTED;
import static dev.ringmark.chaos.workload.Mark.MULTISHOT_PAUSED;
import static dev.ringmark.chaos.workload.Mark.MULTISHOT_REARMED;
import static dev.ringmark.chaos.workload.Mark.NEVER_SEEN_BY_KERNEL;
import static dev.ringmark.chaos.workload.Mark.NOT_OPENED;
import static dev.ringmark.chaos.workload.Mark.ORPHAN_FILE_CLOSED;
import static dev.ringmark.chaos.workload.Mark.OVERFLOW_FLUSHED;
import static dev.ringmark.chaos.workload.Mark.QUARANTINED;
import static dev.ringmark.chaos.workload.Mark.QUEUE_TIMED_OUT;
import static dev.ringmark.chaos.workload.Mark.REJECTED;
import static dev.ringmark.chaos.workload.Mark.SHORT_SUBMIT;
import static dev.ringmark.chaos.workload.Mark.STALE_COMPLETION;
import static dev.ringmark.chaos.workload.Mark.STARVED;
import static dev.ringmark.chaos.workload.Mark.UNPREPARED;
import static dev.ringmark.chaos.workload.Mark.WAITED_FOR_PERMIT;
import static dev.ringmark.chaos.workload.Mark.WAKE_ARMED_AGAIN;
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
import static dev.ringmark.chaos.workload.Verb.READ_ASYNC;
import static dev.ringmark.chaos.workload.Verb.RECEIVE;
import static dev.ringmark.chaos.workload.Verb.SEND;
import static dev.ringmark.chaos.workload.Verb.START_BY;
import static dev.ringmark.chaos.workload.Verb.STEP;
import static dev.ringmark.chaos.workload.Verb.STUCK_READ;
import static dev.ringmark.chaos.workload.Verb.TASK;
import static dev.ringmark.chaos.workload.Verb.TIMEOUT;
import static dev.ringmark.chaos.workload.Verb.TIMER;
import static dev.ringmark.chaos.workload.Verb.WAKE;
import static dev.ringmark.chaos.workload.Verb.WRITE;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.scenarios.Scenario.Elsewhere;
import dev.ringmark.chaos.scenarios.Scenario.How;
import dev.ringmark.chaos.scenarios.Scenario.NotYet;
import dev.ringmark.chaos.scenarios.Scenario.Seeds;
import dev.ringmark.chaos.scenarios.Scenario.Sweep;
import dev.ringmark.chaos.workload.Mark;
import dev.ringmark.chaos.workload.Shape;
import dev.ringmark.chaos.workload.Verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The scenarios of the catalogue that are for the simulation.
public final class Scenarios {

    private static final int ACTIONS_MAX = 40;
    private static final UnaryOperator<Shape> ANY = UnaryOperator.identity();

    private static final List<Scenario> ALL = all();

    private Scenarios() {}

    private static Shape small(Shape shape) {
        return shape.withSqEntries(1 + (shape.sqEntries() & 1));
    }

    /// All of them, by id.
    public static List<Scenario> list() {
        return ALL;
    }

    /// One of them.
    ///
    /// @throws IllegalArgumentException when there is none of that id
    public static Scenario of(String id) {
        return ALL.stream()
                .filter(scenario -> scenario.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "scenario: " + id + ", expected C-01..C-67, see the list"));
    }

    private static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        first(all);
        second(all);
        third(all);
        return List.copyOf(all);
    }

    private static void first(List<Scenario> all) {
        add(
                all,
                "C-01",
                "the SQ is full at the park while somebody wakes",
                seeds(NOP, NOP, NOP, WAKE, TASK, AWAIT, AWAIT, STEP)
                        .with(ENTER_EBUSY, ENTER_SHORT, WAIT_EINTR)
                        .on(of(1))
                        .reaching(WOKEN));
        add(
                all,
                "C-02",
                "a wake-up at each call of a park",
                seeds(WAKE, WAKE, TASK, AWAIT, AWAIT, STEP)
                        .with(OWNER_PAUSED)
                        .on(ANY)
                        .reaching(WOKEN));
        add(
                all,
                "C-03",
                "opened and closed at once",
                seeds(WAKE, STEP).with().on(ANY).reaching().atMost(2));
        add(
                all,
                "C-04",
                "wakers hammer while the driver is closed",
                seeds(WAKE, WAKE, TASK, AWAIT, STEP)
                        .with(STRAY_WAKE, WAKE_FULL, SLOW_TEARDOWN)
                        .on(ANY)
                        .reaching(WOKEN));
        add(
                all,
                "C-05",
                "a ring of one or two entries",
                seeds(NOP, READ, WRITE, POLL, TIMEOUT, START_BY, CANCEL, PEER, STEP, AWAIT)
                        .with()
                        .on(Scenarios::small)
                        .reaching());
        add(
                all,
                "C-06",
                "a timer's completion is ready while the wait begins",
                seeds(TIMEOUT, TIMER, TIMER, AWAIT, AWAIT, STEP)
                        .with(LATE, BURST)
                        .on(mode(Shape.Mode.DEFER))
                        .reaching());
        add(
                all,
                "C-07",
                "the wake source is written by others, full, or cancelled",
                seeds(WAKE, TASK, NOP, AWAIT, STEP)
                        .with(STRAY_WAKE, WAKE_FULL, CQE_CANCELED)
                        .on(ANY)
                        .reaching(WOKEN, WAKE_ARMED_AGAIN));
        add(
                all,
                "C-08",
                "the SQPOLL thread sleeps, and dies",
                seeds(NOP, READ, PEER, STEP, AWAIT, AWAIT)
                        .with(ENTER_FATAL, OWNER_PAUSED, ENTER_EBUSY)
                        .on(mode(Shape.Mode.SQPOLL))
                        .reaching(FAILED));
        add(
                all,
                "C-09",
                "an operation in line is what one in the ring waits for",
                seeds(READ, WRITE, READ_ASYNC, WRITE, STEP, AWAIT)
                        .with(ENTER_SHORT)
                        .on(of(2))
                        .reaching());
        add(
                all,
                "C-10",
                "more cancels and timeouts at once than the SQ holds",
                seeds(TIMEOUT, TIMEOUT, READ, CANCEL, CANCEL, CANCEL, STEP)
                        .with(ENTER_EBUSY, CANCEL_FAILS)
                        .on(of(1))
                        .reaching(STARVED));
        add(
                all,
                "C-11",
                "completions that do not fit",
                seeds(NOP, NOP, WRITE, POLL, MULTISHOT, PEER, STEP)
                        .with(CQ_FULL)
                        .on(shape -> shape.withPermits(8, 4))
                        .reaching(OVERFLOW_FLUSHED));
        add(
                all,
                "C-12",
                "exactly as many operations as entries, then a sleep",
                seeds(NOP, NOP, NOP, NOP, AWAIT).with().on(of(4)).reaching());
        add(
                all,
                "C-13",
                "streaks of EBUSY, EAGAIN and ENOMEM, at every call site",
                seeds(NOP, READ, WRITE, TIMEOUT, CANCEL, PEER, STEP, AWAIT)
                        .with(ENTER_EBUSY, ENTER_EAGAIN, ENTER_ENOMEM, REGISTER_ERROR)
                        .on(ANY)
                        .reaching(STARVED, CANCELLED_EACH));
        add(
                all,
                "C-14",
                "short submits, at every call site",
                seeds(NOP, READ, WRITE, TIMEOUT, CANCEL, PEER, STEP, AWAIT)
                        .with(ENTER_SHORT, ENTER_NOTHING)
                        .on(ANY)
                        .reaching(SHORT_SUBMIT));
        add(
                all,
                "C-15",
                "enter fails behind the publish, or lies",
                seeds(NOP, READ, WRITE, PEER, STEP, AWAIT)
                        .with(ENTER_LIES, ENTER_FATAL, ENTER_NOTHING)
                        .on(ANY)
                        .reaching(FAILED));
        add(
                all,
                "C-16",
                "completions come twice, late, or for nobody",
                seeds(NOP, READ, WRITE, POLL, OPEN, CANCEL, PEER, STEP, AWAIT)
                        .with(CQE_TWICE, CQE_FORGED)
                        .on(ANY)
                        .reaching(STALE_COMPLETION, FOREIGN_COMPLETION));
        add(
                all,
                "C-17",
                "overflow, and nothing more to submit",
                seeds(NOP, TIMEOUT, POLL, AWAIT, AWAIT)
                        .with(CQ_FULL, LATE)
                        .on(shape -> shape.withPermits(8, 4))
                        .reaching());
        add(
                all,
                "C-18",
                "each submit fills the CQ again",
                seeds(NOP, NOP, NOP, STEP)
                        .with(CQ_FULL)
                        .on(shape -> shape.withPermits(8, 4))
                        .reaching(OVERFLOW_FLUSHED));
        add(
                all,
                "C-19",
                "signals, and EINTR hidden by a count",
                seeds(NOP, READ, TIMER, TIMER, PEER, STEP, AWAIT, AWAIT)
                        .with(SIGNAL, WAIT_EINTR, ENTER_EINTR, WAIT_ETIME)
                        .on(ANY)
                        .reaching(INTERRUPTED));
        add(
                all,
                "C-20",
                "EAGAIN and other errors from sockets",
                seeds(RECEIVE, SEND, PEER, STEP, AWAIT).with(CQE_ERROR).on(ANY).reaching());
    }

    private static void second(List<Scenario> all) {
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
                "link chains broken at each member",
                new NotYet(
                        "a driver's operations carry no links (it may split a "
                                + "batch); the checks of the family links run on the "
                                + "simulated kernel in AgreementTest"));
        add(
                all,
                "C-23",
                "a close while operations name the file",
                new Elsewhere(
                        "DescriptorTest and DriverTest of runtime.shard, on the " + "real ring"));
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
                        .on(of(1))
                        .reaching(NEVER_SEEN_BY_KERNEL));
        add(
                all,
                "C-32",
                "closes of files while the SQ is full",
                new Elsewhere(
                        "DescriptorTest and DriverTest of runtime.shard, on the " + "real ring"));
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
                "zero-copy sends whose notification is late or missing",
                new NotYet(
                        "the model's programs send without zero copy; the checks of "
                                + "the family zero copy run on the simulated kernel in "
                                + "AgreementTest"));
        add(
                all,
                "C-36",
                "provided buffers run out",
                new NotYet(
                        "the runtime has no buffer pools yet; BufferRingTest shows "
                                + "the ring of buffers"));
        add(
                all,
                "C-37",
                "a buffer id with an error, or of a group that is gone",
                new NotYet("the runtime has no buffer pools yet"));
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
    }

    private static void third(List<Scenario> all) {
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
                        .on(Scenarios::small)
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
                new NotYet(
                        "scopes belong to runtime.task, which the simulation does "
                                + "not drive yet"));
        add(
                all,
                "C-48",
                "a queue of tasks that never ends",
                seeds(TASK, TASK, TASK, READ, TIMER, PEER, STEP).with().on(ANY).reaching());
        add(
                all,
                "C-50",
                "cancel against completion from different threads",
                new Elsewhere(
                        "a driver cancels on its own thread only; its gate and "
                                + "inbox: the interleaving tests of runtime.shard"));
        add(
                all,
                "C-51",
                "MSG_RING to rings that are closed, full or foreign",
                new Elsewhere(
                        "the message wake tests of runtime.shard on the real ring; "
                                + "the checks of the family message run on the simulated "
                                + "kernel in AgreementTest"));
        add(
                all,
                "C-52",
                "messages are joined when there is room for one",
                new NotYet("the simulation does not drive the message wake yet"));
        add(
                all,
                "C-53",
                "stealing while the owner is blocked",
                new NotYet("the runtime does not steal yet"));
        add(
                all,
                "C-54",
                "overload, with deadlines",
                seeds(START_BY, START_BY, START_BY, READ, PEER, CANCEL, STEP, AWAIT)
                        .with(LATE)
                        .on(shape -> shape.withPermits(1, 3))
                        .reaching(QUEUE_TIMED_OUT, WAITED_FOR_PERMIT, REJECTED));
        add(
                all,
                "C-55",
                "memory is refused on each path",
                seeds(NOP, READ, WRITE, CANCEL, STEP, AWAIT)
                        .with(MAP_ERROR, ENTER_ENOMEM, SETUP_ERROR, CQE_ERROR)
                        .on(ANY)
                        .reaching(NOT_OPENED, STARVED));
        add(
                all,
                "C-56",
                "every allocation of a call fails once, in the kernel",
                new NotYet("needs a kernel built for fault injection"));
        add(
                all,
                "C-57",
                "completions were dropped, and enter says so: EBADR",
                seeds(NOP, READ, POLL, STEP, AWAIT).with(ENTER_FATAL).on(ANY).reaching(FAILED));
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
                "C-65",
                "one of a group fails",
                new NotYet("the runtime has no groups of operations yet"));
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

    private static UnaryOperator<Shape> of(int sqEntries) {
        return shape -> shape.withSqEntries(sqEntries);
    }

    private static UnaryOperator<Shape> mode(Shape.Mode mode) {
        return shape -> shape.withMode(mode);
    }

    private static Plan seeds(Verb... verbs) {
        return new Plan(List.of(verbs), Set.of(), ANY, Set.of(), ACTIONS_MAX);
    }

    /// A scenario by seeds in the making.
    private record Plan(
            List<Verb> verbs,
            Set<FaultKind> kinds,
            UnaryOperator<Shape> shape,
            Set<Mark> marks,
            int most) {

        Plan with(FaultKind... faults) {
            return new Plan(verbs, Set.of(faults), shape, marks, most);
        }

        Plan on(UnaryOperator<Shape> other) {
            return new Plan(verbs, kinds, other, marks, most);
        }

        Plan reaching(Mark... some) {
            return new Plan(verbs, kinds, shape, Set.of(some), most);
        }

        Plan atMost(int actions) {
            return new Plan(verbs, kinds, shape, marks, actions);
        }
    }

    private static void add(List<Scenario> all, String id, String title, Plan plan) {
        Seeds seeds = new Seeds(plan.verbs, plan.kinds, plan.shape, plan.marks, plan.most);
        add(all, id, title, seeds);
    }

    private static void add(List<Scenario> all, String id, String title, How how) {
        all.add(new Scenario(id, title, how));
    }
}
