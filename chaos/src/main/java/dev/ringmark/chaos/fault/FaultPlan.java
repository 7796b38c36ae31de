package dev.ringmark.chaos.fault;

import dev.ringmark.chaos.sim.Interference;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What goes wrong in one run: drawn from a seed, or replayed from the record of another run.
@SuppressWarnings("EnumOrdinal") // counters by kind are arrays, in memory only
public final class FaultPlan implements Interference {

    /* A fault is known by its kind and by which opportunity for that kind it took. Leaving one out
     * of a record moves others of its kind at most, so that a record can be shrunk one by one. */

    private static final FaultKind[] KINDS = FaultKind.values();
    /// No run comes near it that gets anywhere.
    private static final int ENTERS_MAX = 100_000;

    private static final int SHIFT_MIN = 1;
    private static final int SHIFT_MAX = 9;
    private static final long MILLI = 1_000_000L;
    private static final long DAY = 86_400_000 * MILLI;

    private static final Errno[] FATAL = {
        Errno.EBADR,
        Errno.EOWNERDEAD,
        Errno.EEXIST,
        Errno.EBADFD,
        Errno.ENXIO,
        Errno.EBADF,
        Errno.EFAULT
    };
    private static final Errno[] SETUP = {Errno.ENOMEM, Errno.EPERM, Errno.ENOSYS, Errno.EMFILE};
    private static final Errno[] REGISTER = {
        Errno.EINVAL, Errno.EBUSY, Errno.ENOMEM, Errno.EINTR, Errno.ETIME
    };

    private static final Errno[] NO_MEMORY = {Errno.ENOMEM};
    private static final Errno[] ANY_ERROR = {
        Errno.EIO, Errno.EAGAIN, Errno.ENOMEM, Errno.EINTR, Errno.ENOBUFS
    };

    private final @Nullable SplittableRandom chance;
    private final Map<Long, Integer> replayed = new HashMap<>();
    private final int[] shifts = new int[KINDS.length];
    private final int[] seen = new int[KINDS.length];
    private final boolean[] happened = new boolean[KINDS.length];
    private final List<Fired> fired = new ArrayList<>();
    private boolean isOn = true;
    private int enters;
    private int streak;
    private int streakLeft;
    private boolean isFatal;
    private int fatalAnswers;

    private FaultPlan(@Nullable SplittableRandom chance) {
        this.chance = chance;
    }

    /// No faults.
    public static FaultPlan none() {
        return new FaultPlan(null);
    }

    /// The swarm of a seed: one seed in four has no fault at all.
    public static FaultPlan drawn(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        FaultPlan plan = new FaultPlan(chance);
        if (chance.nextInt(4) == 0) {
            return plan;
        }
        for (FaultKind kind : KINDS) {
            plan.enable(kind, chance);
        }
        return plan;
    }

    /// Only these kinds, often.
    public static FaultPlan only(long seed, Collection<FaultKind> kinds) {
        SplittableRandom chance = new SplittableRandom(seed);
        FaultPlan plan = new FaultPlan(chance);
        // By the order of the kinds, not of the set: that of an immutable one is the JVM's choice.
        for (FaultKind kind : KINDS) {
            if (kinds.contains(kind)) {
                plan.shifts[kind.ordinal()] = 1 + chance.nextInt(4);
            }
        }
        return plan;
    }

    /// The faults of an earlier run, and no others.
    public static FaultPlan replayed(List<Fired> faults) {
        FaultPlan plan = new FaultPlan(null);
        faults.forEach(fault -> plan.replayed.put(key(fault.kind(), fault.at()), fault.variant()));
        return plan;
    }

    /// What has happened so far, in order.
    public List<Fired> fired() {
        return List.copyOf(fired);
    }

    /// Whether something of a kind has happened.
    public boolean has(FaultKind kind) {
        return happened[kind.ordinal()];
    }

    /// Whether something of a kind may happen, by chance.
    public boolean draws(FaultKind kind) {
        return shifts[kind.ordinal()] > 0;
    }

    /// How many enters have failed for good. A count of SQEs may hide the first such error.
    public int fatalAnswers() {
        return fatalAnswers;
    }

    /// What is drawn goes wrong again.
    public void resume() {
        isOn = true;
    }

    /// From now on nothing goes wrong.
    public void stop() {
        isOn = false;
        streakLeft = 0;
        isFatal = false;
    }

    /// Whether a fault happens at this opportunity.
    ///
    /// @return its variant, from 1, or 0
    public int next(FaultKind kind) {
        int at = ++seen[kind.ordinal()];
        if (!isOn) {
            return 0;
        }
        int variant;
        if (chance == null) {
            variant = replayed.isEmpty() ? 0 : replayed.getOrDefault(key(kind, at), 0);
        } else {
            int shift = shifts[kind.ordinal()];
            boolean happens = shift > 0 && chance.nextInt() >>> (32 - shift) == 0;
            variant = happens ? 1 + chance.nextInt(kind.variants) : 0;
        }
        if (variant > 0) {
            happened[kind.ordinal()] = true;
            fired.add(new Fired(kind, at, variant));
        }
        return variant;
    }

    @Override
    public int setup() {
        return oneOf(SETUP, next(FaultKind.SETUP_ERROR));
    }

    @Override
    public int map() {
        return next(FaultKind.MAP_ERROR) > 0 ? Errno.ENOMEM.negative() : 0;
    }

    @Override
    public int eventFd() {
        return next(FaultKind.EVENT_FD_ERROR) > 0 ? Errno.EMFILE.negative() : 0;
    }

    @Override
    public int enter(int toSubmit, int minComplete, int flags) {
        if (++enters > ENTERS_MAX) {
            throw new LivelockException(ENTERS_MAX + " enters, and no end");
        }
        if (streakLeft > 0) {
            streakLeft--;
            fatalAnswers += isFatal ? 1 : 0;
            return streak;
        }
        int variant = next(FaultKind.ENTER_EINTR);
        if (variant > 0) {
            return streakOf(Errno.EINTR, variant);
        }
        variant = next(FaultKind.ENTER_EAGAIN);
        if (variant > 0) {
            return streakOf(Errno.EAGAIN, variant);
        }
        variant = next(FaultKind.ENTER_EBUSY);
        if (variant > 0) {
            return streakOf(Errno.EBUSY, variant);
        }
        variant = next(FaultKind.ENTER_ENOMEM);
        if (variant > 0) {
            return streakOf(Errno.ENOMEM, variant);
        }
        int fatal = oneOf(FATAL, next(FaultKind.ENTER_FATAL));
        if (fatal != 0) {
            isFatal = true;
            fatalAnswers++;
            streak = fatal;
            streakLeft = Integer.MAX_VALUE;
        }
        return fatal;
    }

    @Override
    public int submit(int possible) {
        if (next(FaultKind.ENTER_NOTHING) > 0) {
            return 0;
        }
        int variant = next(FaultKind.ENTER_SHORT);
        return variant > 0 ? Math.min(possible, variant - 1) : possible;
    }

    @Override
    public int answer(int result) {
        if (result < 0) {
            return result;
        }
        return switch (next(FaultKind.ENTER_LIES)) {
            case 0 -> result;
            case 1 -> result + 1;
            default -> Math.max(0, result - 1);
        };
    }

    @Override
    public int waiting() {
        if (next(FaultKind.WAIT_EINTR) > 0) {
            return Errno.EINTR.negative();
        }
        return next(FaultKind.WAIT_ETIME) > 0 ? Errno.ETIME.negative() : 0;
    }

    @Override
    public int register(int operation) {
        // Giving an index back needs no memory, so no kernel refuses it.
        boolean canFail = operation != RegisterOp.UNREGISTER_RING_FDS.bits();
        return canFail ? oneOf(REGISTER, next(FaultKind.REGISTER_ERROR)) : 0;
    }

    @Override
    public int issue(int opcode, long userData) {
        if (opcode == Opcode.NOP.bits() || opcode == Opcode.ASYNC_CANCEL.bits()) {
            return 0; // a NOP cannot fail, and for cancels there is a kind of its own
        }
        if (next(FaultKind.CQE_CANCELED) > 0) {
            return Errno.ECANCELED.negative();
        }
        if (opcode == Opcode.CLOSE.bits()) {
            return 0; // whatever it answers, the number is free: close(2)
        }
        return oneOf(errors(opcode), next(FaultKind.CQE_ERROR));
    }

    @Override
    public int transfer(int opcode, int possible) {
        int variant = next(FaultKind.TRANSFER_SHORT);
        return variant > 0 ? Math.min(possible, variant) : possible;
    }

    @Override
    public long latency(int opcode, long usual) {
        long latency = usual + next(FaultKind.LATE) * MILLI;
        latency += next(FaultKind.DAYS_LATE) * DAY;
        int burst = next(FaultKind.BURST);
        return burst == 0 ? latency : (latency / (burst * MILLI) + 1) * burst * MILLI;
    }

    @Override
    public int cancel() {
        return switch (next(FaultKind.CANCEL_FAILS)) {
            case 0 -> 0;
            case 1 -> Errno.ENOENT.negative();
            default -> Errno.EALREADY.negative();
        };
    }

    @Override
    public boolean endsShot(int opcode) {
        return next(FaultKind.MULTISHOT_ENDS) > 0;
    }

    @Override
    public boolean keeps() {
        return next(FaultKind.CQ_FULL) > 0;
    }

    @Override
    public boolean repeats() {
        return next(FaultKind.CQE_TWICE) > 0;
    }

    @Override
    public boolean spoils() {
        return next(FaultKind.SQE_SPOILED) > 0;
    }

    @Override
    public boolean loses() {
        return next(FaultKind.CQE_LOST) > 0;
    }

    @Override
    public long teardown(long usual) {
        return usual + next(FaultKind.SLOW_TEARDOWN) * MILLI;
    }

    private void enable(FaultKind kind, SplittableRandom random) {
        if (kind.isInSwarm() && random.nextInt(kind.oneIn) == 0) {
            shifts[kind.ordinal()] = SHIFT_MIN + random.nextInt(SHIFT_MAX);
        }
    }

    private int streakOf(Errno errno, int variant) {
        // Mostly one or a few; now and then so many that whoever counts attempts gives up.
        streakLeft = variant % 16 == 15 ? 1000 : variant / 4;
        streak = errno.negative();
        return streak;
    }

    private static Errno[] errors(int opcode) {
        return opcode == Opcode.POLL_ADD.bits() || opcode == Opcode.TIMEOUT.bits()
                ? NO_MEMORY
                : ANY_ERROR;
    }

    private static int oneOf(Errno[] errors, int variant) {
        return variant == 0 ? 0 : errors[(variant - 1) % errors.length].negative();
    }

    private static long key(FaultKind kind, int at) {
        return (long) kind.ordinal() << Integer.SIZE | at;
    }
}
