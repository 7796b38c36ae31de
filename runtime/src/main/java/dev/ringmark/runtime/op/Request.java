package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an SQE is made from and its CQEs are read with: an immutable value with validated
/// arguments, which knows nothing of any ring.
///
/// Made by the factories of its class, and used as often as one likes, though a buffer among its
/// arguments can be with one operation at a time only.
///
/// @param <R> what the kernel's answer means
public abstract class Request<R> {

    /* Loaded here, because the compiler does not inline file() into the start of each run before it
     * knows the class. */
    static {
        Class<?> _ = Target.class;
    }

    /// What is asked of the kernel.
    public abstract Opcode opcode();

    /// Fills the SQE, first of all with [Sqe#prepare]. The user data is set afterwards.
    ///
    /// @param scratch as much memory as [#scratchSize()] says
    protected abstract void prepare(Sqe sqe, Scratch scratch);

    /// What a successful CQE says.
    ///
    /// @param scratch what [#prepare] had
    protected abstract R decode(int result, int flags, Scratch scratch);

    /// The file it works on, or null.
    protected @Nullable Target<?> file() {
        return null;
    }

    /// The file it works on, for those who choose a ring for it; null for what has none.
    public final @Nullable Target<?> target() {
        return file();
    }

    /// How much [Scratch] the operation takes.
    protected long scratchSize() {
        return 0;
    }

    /// Whether a result is a success.
    protected boolean isSuccess(int result) {
        return result >= 0;
    }

    /// Moves the buffers among the arguments to a run: all of them or, with an exception, none.
    protected void lend(Object run) {}

    /// Moves them back.
    protected void giveBack(Object run) {}

    /// Whether a result of 0 or more is a new fd.
    protected boolean makesFile() {
        return false;
    }

    /// The fds that a result has made, all of them: closed when nobody is left to take them.
    protected int[] filesOf(int result, R value) {
        return makesFile() ? new int[] {result} : new int[0];
    }

    /// The features its SQE uses, in the order in which they are done without when the kernel
    /// refuses it; empty for what a kernel has or has not.
    protected List<Feature> features() {
        return List.of();
    }

    /// Fills the SQE as [#prepare], without some of its [#features()].
    protected void prepareWithout(Sqe sqe, Scratch scratch, Set<Feature> without) {
        prepare(sqe, scratch);
    }

    /// Whether a result says that the kernel does not know a feature the SQE uses.
    protected boolean isRefusal(int result) {
        return result == Errno.EINVAL.negative();
    }

    /// Its result when it succeeds and the kernel says nothing ([Chain#quietly]); below 0 when only
    /// the kernel can tell.
    protected int quietResult() {
        return -1;
    }

    /// Whether it waits for everything before it.
    boolean isDrained() {
        return false;
    }

    /// Sets the file of an SQE whose number came from [Target#number()].
    protected static void fixed(Sqe sqe, Target<?> file) {
        if (file.isSlot()) {
            sqe.flag(SqeFlag.FIXED_FILE);
        }
    }

    /// Says so now if its file is known to be gone.
    final void check() {
        Target<?> file = file();
        if (file != null) {
            file.number();
        }
        checkMore();
    }

    /// Says so now if something else that it names is known to be gone.
    void checkMore() {}
}
