package dev.ringmark.chaos.decisions;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.sim.Profile;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.runtime.buffer.BufferPool;
import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.RefusedException;
import dev.ringmark.runtime.op.Submitted;
import dev.ringmark.runtime.op.Transfer;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The life of buffers: out of a pool, lent to a read, the kernel's until its last completion, the
/// program's again, and back in the pool.
///
/// Numbers are written to a pipe, each once; what the reads get has to be each number once.
public final class BuffersPlay {

    private static final int SIZE = 16;
    private static final int BUFFERS = 4;
    private static final int PERMITS = 3;
    private static final int NUMBERS_MAX = 64;
    private static final int POLLIN = 1;
    private static final int TURNS_MAX = 100;
    private static final long MILLI = 1_000_000L;

    /// A read and its buffer.
    private record Lent(OwnedBuffer buffer, long address, Submitted<Transfer> read) {

        boolean hasEnded() {
            return read.poll() != null;
        }
    }

    private final Kernel kernel;
    private final @Nullable SimulatedKernel simulated;
    private final Driver driver;
    private final BufferPool pool = new BufferPool((long) BUFFERS * SIZE, SIZE);
    private final int[] pipe = new int[2];
    private final List<Lent> out = new ArrayList<>();
    private final Set<Long> written = new HashSet<>();
    private long last;
    private String wrong = "";

    private BuffersPlay(Kernel kernel, @Nullable SimulatedKernel simulated) {
        this.kernel = kernel;
        this.simulated = simulated;
        kernel.calls().pipe(pipe, 0);
        driver = Driver.open(kernel, DriverOptions.permits(PERMITS));
    }

    /// Plays on a simulated kernel, and says what was wrong.
    public static String simulated(List<Integer> decisions) {
        try (PagePool pages = new PagePool();
                SimulatedKernel kernel =
                        new SimulatedKernel(
                                SimulatedKernel.Options.of(Profile.of("6.18"), 1), pages)) {
            return new BuffersPlay(kernel, kernel).play(decisions);
        }
    }

    /// Plays on this machine's kernel.
    public static String real(List<Integer> decisions) {
        return new BuffersPlay(Kernel.host(), null).play(decisions);
    }

    private String play(List<Integer> decisions) {
        MemoryLedger.Holdings before = MemoryLedger.now();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(JAVA_LONG);
            for (int decision : decisions) {
                act(decision & 7, decision >>> 3, number);
                out.forEach(this::compare);
            }
            end(number);
        }
        check(driver.firstCallbackFailure() == null, "threw " + driver.firstCallbackFailure());
        check(MemoryLedger.now().equals(before), "memory is left: " + MemoryLedger.now());
        return wrong;
    }

    private void act(int action, int argument, MemorySegment number) {
        Lent chosen = out.isEmpty() ? null : out.get(argument % out.size());
        switch (action) {
            case 0, 1 -> start(action == 1);
            case 2 -> write(number);
            case 3, 4 -> driver.step(64);
            case 5 -> {
                if (chosen != null) {
                    chosen.read.cancel();
                }
            }
            case 6 -> touch(chosen);
            default -> {
                if (chosen != null && chosen.hasEnded()) {
                    take(chosen);
                }
            }
        }
    }

    private void start(boolean isAsync) {
        OwnedBuffer buffer = pool.tryAcquire(SIZE);
        check((buffer == null) == (out.size() == BUFFERS), out.size() + " buffers are out");
        if (buffer == null) {
            return;
        }
        long address = buffer.view().address();
        Read read = Read.from(Fd.of(pipe[0]), buffer);
        try {
            out.add(new Lent(buffer, address, (isAsync ? read.async() : read).submit(driver)));
        } catch (RefusedException e) {
            check(driver.inFlight() == PERMITS, "refused at " + driver.inFlight());
            check(!buffer.isLent(), "a refused read keeps its buffer");
            buffer.close();
        }
    }

    private void write(MemorySegment number) {
        if (written.size() < NUMBERS_MAX) {
            number.set(JAVA_LONG, 0, ++last);
            written.add(last);
            kernel.calls().write(pipe[1], number);
        }
    }

    /// A buffer that is lent cannot be seen, closed or lent again.
    private void touch(@Nullable Lent lent) {
        if (lent == null) {
            return;
        }
        boolean isOurs = lent.hasEnded();
        check(isOurs == works(lent.buffer::view), "a look at a buffer that has ended: " + isOurs);
        if (!isOurs) {
            check(!works(lent.buffer::close), "a buffer was closed while the kernel has it");
            check(!works(() -> lent.buffer.lend(this)), "a buffer was lent twice");
        }
    }

    private void take(Lent lent) {
        Completed<Transfer> end = lent.read.poll();
        int count = end == null || !end.isSuccess() ? 0 : end.raw();
        check(count % Long.BYTES == 0, count + " bytes, expected whole numbers");
        for (long at = 0; at + Long.BYTES <= count; at += Long.BYTES) {
            long value = lent.buffer.view().get(JAVA_LONG, at);
            check(written.remove(value), value + " was read, which nobody wrote or another has");
        }
        lent.buffer.close();
        out.remove(lent);
    }

    private void compare(Lent lent) {
        check(lent.buffer.isLent() != lent.hasEnded(), "ended: " + lent.hasEnded());
        boolean isTheKernels = simulated != null && simulated.outside().holds(lent.address, SIZE);
        check(!(isTheKernels && lent.hasEnded()), "given back while the kernel has it");
    }

    private void end(MemorySegment number) {
        out.forEach(lent -> lent.read.cancel());
        for (int turn = 0; turn < TURNS_MAX && !out.stream().allMatch(Lent::hasEnded); turn++) {
            if (driver.step(64) == 0) {
                driver.await(driver.now() + MILLI);
            }
            out.forEach(this::compare);
        }
        int left = driver.close(driver.now() + 1000 * MILLI).quarantined();
        check(left == 0, left + " reads did not end");
        for (Lent lent : List.copyOf(out)) {
            check(lent.hasEnded(), "a read has no outcome");
            take(lent);
        }
        while (kernel.calls().poll(pipe[0], POLLIN, 0) > 0) {
            kernel.calls().read(pipe[0], number);
            check(written.remove(number.get(JAVA_LONG, 0)), "the pipe has what nobody wrote");
        }
        check(written.isEmpty(), "lost: " + written);
        pool.close();
        kernel.close(pipe[0]);
        kernel.close(pipe[1]);
    }

    private static boolean works(Runnable call) {
        try {
            call.run();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private void check(boolean isSo, String otherwise) {
        if (!isSo && wrong.isEmpty()) {
            wrong = otherwise;
        }
    }
}
