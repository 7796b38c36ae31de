package dev.ringmark.chaos.mutants;

import static dev.ringmark.chaos.mutants.Edit.drop;

import dev.ringmark.chaos.mutants.Edit.Body;
import dev.ringmark.chaos.mutants.Edit.CallInstead;
import dev.ringmark.chaos.mutants.Edit.Constant;
import dev.ringmark.chaos.mutants.Edit.DropCall;
import dev.ringmark.chaos.mutants.Edit.Lock;
import dev.ringmark.chaos.mutants.Edit.Negate;
import dev.ringmark.chaos.mutants.Edit.Throw;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/// The bugs, and the search for what each breaks.
public final class Mutants {

    /// Within how many seeds each has to be found out.
    public static final long SEEDS_MAX = 5000;

    /// What became of a mutant.
    ///
    /// @param mutant which
    /// @param seeds how many seeds it took, or were tried
    /// @param killer the promise that it broke and how, or empty when it was not found out
    public record Verdict(Mutant mutant, long seeds, String killer) {

        /// What a search said: an empty text, or the seed that found the mutant and what it broke.
        public static Verdict of(Mutant mutant, String answer) {
            int space = answer.indexOf(' ');
            return space > 0
                    ? new Verdict(
                            mutant,
                            Long.parseLong(answer.substring(0, space)) + 1,
                            answer.substring(space + 1))
                    : new Verdict(mutant, SEEDS_MAX, "");
        }

        /// Whether it was found out.
        public boolean isKilled() {
            return !killer.isEmpty();
        }
    }

    private static final List<Mutant> ALL = all();

    private Mutants() {}

    /// All of them.
    public static List<Mutant> list() {
        return ALL;
    }

    /// One of them.
    ///
    /// @throws IllegalArgumentException when there is none of that id
    public static Mutant of(String id) {
        return ALL.stream()
                .filter(mutant -> mutant.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("mutant: " + id + ", see the list"));
    }

    /// A class as it is with a mutant: itself and all of ours that it uses, in a loader of its own.
    public static Class<?> load(Mutant mutant, Class<?> original) {
        try {
            return Class.forName(original.getName(), true, new MutantLoader(mutant));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(mutant.id() + ": " + e, e);
        }
    }

    /// Runs seeds of a mutant's campaign or play.
    ///
    /// @return the first that broke a promise, as [MutantTrial] has it, or an empty text
    public static String search(Mutant mutant, long seeds) {
        MutantLoader loader = new MutantLoader(mutant);
        try {
            Class<?> trial = Class.forName(MutantTrial.class.getName(), true, loader);
            String answer = answer(mutant, trial, seeds);
            requireLoaded(mutant, loader);
            return answer;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalStateException nothingChanged) {
                throw nothingChanged;
            }
            requireLoaded(mutant, loader);
            return "0 the run ended with " + e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(mutant.id() + ": " + e, e);
        }
    }

    private static String answer(Mutant mutant, Class<?> trial, long seeds)
            throws ReflectiveOperationException {
        if (mutant.trial().equals(Mutant.CAMPAIGN)) {
            return (String) trial.getMethod("run", long.class).invoke(null, seeds);
        }
        return (String)
                trial.getMethod("run", long.class, String.class)
                        .invoke(null, seeds, mutant.trial());
    }

    private static void requireLoaded(Mutant mutant, MutantLoader loader) {
        if (loader.changes() == 0) {
            throw new IllegalStateException(
                    mutant.id() + ": " + mutant.method() + " was never loaded");
        }
    }

    private static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        wakes(all);
        queues(all);
        identities(all);
        errors(all);
        ends(all);
        ThemeMutants.addTo(all);
        ShardMutants.addTo(all);
        return List.copyOf(all);
    }

    private static void wakes(List<Mutant> all) {
        add(
                all,
                "wake-not-rearmed",
                "the wake source's poll is not armed again after it has ended",
                "C-07",
                "Exchange.goOn",
                drop("Outbox.control"));
        add(
                all,
                "wake-not-latched",
                "a wake-up while the loop runs is forgotten",
                "C-02",
                "WakeGate.request",
                new Constant(2, 0, 0));
        add(
                all,
                "park-not-published",
                "the loop sleeps without having said so",
                "C-01",
                "WakeGate.park",
                new Body(1));
        add(
                all,
                "bell-not-rung",
                "whoever has to ring the bell does not",
                "C-01",
                "WakeSource.rung",
                drop("Bell.ring"));
        add(
                all,
                "full-bell-is-silent",
                "an eventfd that is full counts as rung",
                "C-07",
                "EventBell.ring",
                drop("EventBell.drain"));
        add(
                all,
                "lock-across-wait",
                "a lock that others need to wake the loop is held while it sleeps",
                "C-45",
                "Driver.await",
                new Lock(List.of("wake", "execute")));
        add(
                all,
                "timer-not-awaited",
                "a sleep does not end at the next timer",
                "C-06",
                "Driver.nextDeadline",
                new Body(Long.MAX_VALUE));
    }

    private static void queues(List<Mutant> all) {
        add(
                all,
                "short-submit-forgotten",
                "SQEs that a short submit left behind are not submitted again",
                "C-14",
                "Ring.publish",
                new Negate(-1));
        add(
                all,
                "sq-full-drops-operation",
                "an operation that finds the SQ full is dropped",
                "C-05",
                "Outbox.send",
                drop("OperationQueue.add"));
        add(
                all,
                "sq-full-drops-control",
                "a control operation waits in no line, and is dropped",
                "C-10",
                "Outbox.control",
                drop("OperationQueue.add"));
        add(
                all,
                "cancel-dropped",
                "a cancel is not sent",
                "C-10",
                "Cancels.want",
                drop("OperationQueue.add"));
        add(
                all,
                "cancel-forgotten",
                "a cancel that the kernel could not carry out is not sent again",
                "C-24",
                "Cancels.doubt",
                drop("OperationQueue.add"));
        add(
                all,
                "overflow-not-flushed",
                "a step does not ask for completions that did not fit",
                "C-17",
                "Exchange.mode",
                drop("Ring.has"));
        add(
                all,
                "multishot-not-rearmed",
                "a multishot that the kernel has ended is not armed again",
                "C-38",
                "Exchange.goOn",
                drop("Outbox.send"));
        add(
                all,
                "permit-not-returned",
                "an operation that ends keeps its permit",
                "C-11",
                "Ledger.leaveRing",
                drop("Permits.giveBack"));
        add(
                all,
                "permits-unbounded",
                "more operations than permits get into the ring",
                "C-11",
                "Permits.take",
                new Negate(0));
        add(
                all,
                "queue-deadline-ignored",
                "who waits for a permit waits on after the deadline",
                "C-54",
                "Permits.expired",
                new Body(0));
    }

    private static void identities(List<Mutant> all) {
        add(
                all,
                "id-without-generation",
                "a slot that is used again has the same name as before",
                "C-24",
                "SlotTable.release",
                new Constant(1, 0, 0));
        add(
                all,
                "freed-at-cancel",
                "memory comes back when a cancel is asked for, not when the operation has ended",
                "C-27",
                "Driver.cancel",
                new CallInstead("Cancels.want", "Operation.released"));
        add(
                all,
                "more-ignored",
                "the first completion is taken for the last",
                "C-38",
                "Ledger.complete",
                new Negate(0));
        add(
                all,
                "timer-heap-unordered",
                "a timer is put into the heap where there is room",
                "C-46",
                "Timers.restore",
                new Negate(1));
        add(
                all,
                "timer-early",
                "a timer fires before its time",
                "C-46",
                "Timers.expired",
                new DropCall("Deadline.left", 0));
    }

    private static void errors(List<Mutant> all) {
        add(
                all,
                "fatal-not-told",
                "a fatal error of the ring is kept from those who wait",
                "C-57",
                "Exchange.enter",
                drop("Dismissal.runAfterFailure"));
        add(
                all,
                "fatal-not-kept",
                "a fatal error is forgotten by the next enter",
                "C-57",
                "Submitter.fail",
                new Body(0));
        add(
                all,
                "eintr-is-fatal",
                "an interrupted enter is taken for the end of the ring",
                "C-19",
                "SubmitOutcome.of",
                new Negate(2));
        add(
                all,
                "lie-believed",
                "what enter returns is believed, whatever the queue says",
                "C-15",
                "Submitter.once",
                new DropCall("Math.max", 0));
        add(
                all,
                "denied-again-and-again",
                "a feature that works counts as denied, and one that is denied is asked for again",
                "C-61",
                "WakeSource.completed",
                new Negate(0));
        add(
                all,
                "cancel-in-line-ignored",
                "a cancel of who waits for a permit does nothing",
                "C-45",
                "Driver.cancel",
                drop("Ledger.abandon"));
        add(
                all,
                "callback-ends-loop",
                "what a callback throws goes through the loop",
                "C-62",
                "Ledger.note",
                new Throw());
        add(
                all,
                "orphan-file-leaked",
                "a file that nobody is left to take stays open",
                "C-25",
                "Ledger.completeOrphan",
                new Body(0));
    }

    private static void ends(List<Mutant> all) {
        add(
                all,
                "ring-closed-early",
                "the ring is closed while operations are under way",
                "C-30",
                "Shutdown.leftovers",
                new Body(0));
        add(
                all,
                "unseen-quarantined",
                "SQEs that the kernel never took wait for completions in the quarantine",
                "C-31",
                "Shutdown.run",
                drop("Shutdown.dropUnseen"));
        add(
                all,
                "timer-lost-at-shutdown",
                "timers are not told that the driver has ended",
                "C-28",
                "Dismissal.run",
                drop("Timers.evict"));
        add(
                all,
                "close-without-deadline",
                "a close waits for as long as it takes",
                "C-30",
                "Shutdown.reapUntilDone",
                new DropCall("Deadline.left", 1));
        add(
                all,
                "task-lost-at-shutdown",
                "a task that was taken does not run when the driver ends",
                "C-28",
                "Chores.runLast",
                drop("Chores.runTasks"));
        add(
                all,
                "event-fd-leaked",
                "the wake source's eventfd stays open",
                "C-04",
                "WakeSource.close",
                drop("Bell.close"));
        add(
                all,
                "waiters-lost-at-shutdown",
                "who waits for a permit is not told that the driver has ended",
                "C-28",
                "Dismissal.run",
                drop("Permits.evict"));
    }

    private static void add(
            List<Mutant> all, String id, String story, String reference, String method, Edit edit) {
        all.add(new Mutant(id, story, reference, method, edit));
    }
}
