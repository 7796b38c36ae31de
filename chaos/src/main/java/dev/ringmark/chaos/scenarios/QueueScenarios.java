package dev.ringmark.chaos.scenarios;

import static dev.ringmark.chaos.fault.FaultKind.BURST;
import static dev.ringmark.chaos.fault.FaultKind.CANCEL_FAILS;
import static dev.ringmark.chaos.fault.FaultKind.CQE_CANCELED;
import static dev.ringmark.chaos.fault.FaultKind.CQE_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.CQE_FORGED;
import static dev.ringmark.chaos.fault.FaultKind.CQE_TWICE;
import static dev.ringmark.chaos.fault.FaultKind.CQ_FULL;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_EAGAIN;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_EBUSY;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_EINTR;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_ENOMEM;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_FATAL;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_LIES;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_NOTHING;
import static dev.ringmark.chaos.fault.FaultKind.ENTER_SHORT;
import static dev.ringmark.chaos.fault.FaultKind.LATE;
import static dev.ringmark.chaos.fault.FaultKind.OWNER_PAUSED;
import static dev.ringmark.chaos.fault.FaultKind.REGISTER_ERROR;
import static dev.ringmark.chaos.fault.FaultKind.SIGNAL;
import static dev.ringmark.chaos.fault.FaultKind.SLOW_TEARDOWN;
import static dev.ringmark.chaos.fault.FaultKind.STRAY_WAKE;
import static dev.ringmark.chaos.fault.FaultKind.WAIT_EINTR;
import static dev.ringmark.chaos.fault.FaultKind.WAIT_ETIME;
import static dev.ringmark.chaos.fault.FaultKind.WAKE_FULL;
import static dev.ringmark.chaos.scenarios.Plan.ANY;
import static dev.ringmark.chaos.scenarios.Plan.add;
import static dev.ringmark.chaos.scenarios.Plan.mode;
import static dev.ringmark.chaos.scenarios.Plan.entries;
import static dev.ringmark.chaos.scenarios.Plan.seeds;
import static dev.ringmark.chaos.workload.Mark.CANCELLED_EACH;
import static dev.ringmark.chaos.workload.Mark.FAILED;
import static dev.ringmark.chaos.workload.Mark.FOREIGN_COMPLETION;
import static dev.ringmark.chaos.workload.Mark.INTERRUPTED;
import static dev.ringmark.chaos.workload.Mark.OVERFLOW_FLUSHED;
import static dev.ringmark.chaos.workload.Mark.SHORT_SUBMIT;
import static dev.ringmark.chaos.workload.Mark.STALE_COMPLETION;
import static dev.ringmark.chaos.workload.Mark.STARVED;
import static dev.ringmark.chaos.workload.Mark.WAKE_ARMED_AGAIN;
import static dev.ringmark.chaos.workload.Mark.WOKEN;
import static dev.ringmark.chaos.workload.Verb.AWAIT;
import static dev.ringmark.chaos.workload.Verb.CANCEL;
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
import static dev.ringmark.chaos.workload.Verb.TASK;
import static dev.ringmark.chaos.workload.Verb.TIMEOUT;
import static dev.ringmark.chaos.workload.Verb.TIMER;
import static dev.ringmark.chaos.workload.Verb.WAKE;
import static dev.ringmark.chaos.workload.Verb.WRITE;

import dev.ringmark.chaos.workload.Shape;
import java.util.List;

/// C-01 to C-20: full queues, sleep and wake, submits that go wrong, and the end.
final class QueueScenarios {

    private QueueScenarios() {}

    static void addTo(List<Scenario> all) {
        add(
                all,
                "C-01",
                "the SQ is full at the park while somebody wakes",
                seeds(NOP, NOP, NOP, WAKE, TASK, AWAIT, AWAIT, STEP)
                        .with(ENTER_EBUSY, ENTER_SHORT, WAIT_EINTR)
                        .on(entries(1))
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
                        .on(Plan::small)
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
                        .on(entries(2))
                        .reaching());
        add(
                all,
                "C-10",
                "more cancels and timeouts at once than the SQ holds",
                seeds(TIMEOUT, TIMEOUT, READ, CANCEL, CANCEL, CANCEL, STEP)
                        .with(ENTER_EBUSY, CANCEL_FAILS)
                        .on(entries(1))
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
                seeds(NOP, NOP, NOP, NOP, AWAIT).with().on(entries(4)).reaching());
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
}
