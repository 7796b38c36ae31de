package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A kernel that writes down what passes through it: one line of JSON per setup, enter and
/// register, with the SQEs that were consumed and the CQEs that appeared.
///
/// ```
/// {"call":"setup","at_ns":81,"took_ns":9120,"result":3,"entries":8,"flags":["CLAMP"],...}
/// {"call":"enter","at_ns":40211,"took_ns":730,"result":1,"fd":3,"to_submit":1,...,
///  "sqes":[{"opcode":"NOP","flags":[],"fd":-1,"user_data":"0x7"}],
///  "cqes":[{"user_data":"0x7","res":0,"flags":[]}]}
/// ```
///
/// Fields have the kernel's names; SQE fields that are 0 are left out, and words of 64 bits are
/// strings in hex. A CQE that appears between two calls is told with the next call on its ring, or
/// when the ring is unmapped. What was overwritten before that is counted in `cqes_missed` and, for
/// the SQEs of a SQPOLL thread, in `sqes_missed`. SQEs are told as consumed by the call that had
/// them; with SQPOLL, as published since the last call. Of a ring entered by two threads at once an
/// SQE may be told with the wrong one of two calls.
///
/// Bounded: after `linesMax` lines nothing more is written, and the last line, written by
/// [#close()], says how many were left out. A sink that fails ends the trace, never the ring.
public final class Recording extends ForwardingKernel implements AutoCloseable {

    private final Trace trace;
    private final long startNanos;
    private final SeenRings rings = new SeenRings(this::lastLook);

    private Recording(Kernel delegate, Trace trace) {
        super(delegate);
        this.trace = trace;
        startNanos = delegate.nanoTime();
    }

    /// Records into something that stays the caller's.
    ///
    /// @param linesMax how many lines at most, besides the last
    public static Recording to(Kernel kernel, Appendable out, int linesMax) {
        return new Recording(kernel, Trace.to(out, linesMax));
    }

    /// Records into a file, which has its name once the recording is closed: until then it is
    /// `<name>.part`.
    ///
    /// @param linesMax how many lines at most, besides the last
    public static Recording to(Kernel kernel, Path file, int linesMax) throws IOException {
        return new Recording(kernel, Trace.to(file, linesMax));
    }

    @Override
    public int setup(int entries, MemorySegment params) {
        boolean readable = params.byteSize() >= ParamsLayout.SIZE;
        int flags = readable ? params.get(JAVA_INT, ParamsLayout.FLAGS) : 0;
        long before = delegate().nanoTime();
        int result = super.setup(entries, params);
        JsonLine line = started("setup", before, result).number("entries", entries);
        line.flags("flags", flags, SetupFlag.values());
        if (result >= 0 && readable) {
            SeenRing ring = rings.setUp(result, params);
            line.number("sq_entries", ring.parameter(ParamsLayout.SQ_ENTRIES));
            line.number("cq_entries", ring.parameter(ParamsLayout.CQ_ENTRIES));
            int features = ring.parameter(ParamsLayout.FEATURES);
            line.flags("features", features, FeatureBit.values());
        }
        trace.write(line);
        return result;
    }

    @Override
    public int enter(
            int fd,
            int toSubmit,
            int minComplete,
            int flags,
            MemorySegment argument,
            long argumentSize) {
        SeenRing ring = rings.entered(fd, flags);
        RingMemory memory = ring == null ? null : ring.memory();
        if (ring == null || memory == null) {
            long before = delegate().nanoTime();
            int result = super.enter(fd, toSubmit, minComplete, flags, argument, argumentSize);
            trace.write(entered(before, result, fd, toSubmit, minComplete, flags));
            return result;
        }
        RingTrace queues = ring.trace();
        List<JsonLine> cqes = new ArrayList<>();
        queues.readCqes(memory, cqes);
        List<RingTrace.SeenSqe> mayBeConsumed = queues.readSqes(memory, toSubmit);
        long before = delegate().nanoTime();
        int result = super.enter(fd, toSubmit, minComplete, flags, argument, argumentSize);
        JsonLine line = entered(before, result, fd, toSubmit, minComplete, flags);
        boolean polled = ring.has(SetupFlag.SQPOLL);
        List<JsonLine> sqes = new ArrayList<>();
        for (RingTrace.SeenSqe sqe : mayBeConsumed) {
            if (polled || sqe.slot() < result) {
                sqes.add(sqe.fields());
            }
        }
        queues.readCqes(memory, cqes);
        trace.write(queues(line, queues, sqes, cqes));
        return result;
    }

    @Override
    public int register(int fd, int operation, MemorySegment argument, int count) {
        int plain = operation & ~RegistrationOption.REGISTER_USE_REGISTERED_RING.bits();
        String name = Integer.toString(plain);
        for (RegisterOp known : RegisterOp.values()) {
            name = known.bits() == plain ? known.name() : name;
        }
        long before = delegate().nanoTime();
        int result = super.register(fd, operation, argument, count);
        rings.registered(fd, operation, argument, result);
        JsonLine line = started("register", before, result).number("fd", fd);
        line.string("operation", name).number("count", count);
        line.number("by_index", plain == operation ? 0 : 1);
        int asEntered = plain == operation ? 0 : EnterFlag.REGISTERED_RING.bits();
        SeenRing ring = rings.entered(fd, asEntered);
        if (ring != null) {
            lookAt(ring, line);
        }
        trace.write(line);
        return result;
    }

    @Override
    public Mapping map(int fd, long offset, long size) {
        return rings.mapped(fd, offset, super.map(fd, offset, size));
    }

    @Override
    public int close(int fd) {
        rings.closing(fd);
        return super.close(fd);
    }

    /// Writes the last line and closes what the recording opened. The kernel goes on working.
    ///
    /// @throws IOException when the sink failed, now or at any line
    @Override
    public void close() throws IOException {
        trace.close();
    }

    private void lastLook(SeenRing ring) {
        JsonLine line = new JsonLine().string("call", "unmap");
        line.number("at_ns", delegate().nanoTime() - startNanos).number("fd", ring.fd());
        if (lookAt(ring, line)) {
            trace.write(line);
        }
    }

    /// @return whether there was anything to tell
    private boolean lookAt(SeenRing ring, JsonLine line) {
        RingMemory memory = ring.memory();
        if (memory == null) {
            return false;
        }
        RingTrace queues = ring.trace();
        List<JsonLine> cqes = new ArrayList<>();
        queues.readCqes(memory, cqes);
        List<JsonLine> sqes = new ArrayList<>();
        if (ring.has(SetupFlag.SQPOLL)) {
            queues.readSqes(memory, 0).forEach(sqe -> sqes.add(sqe.fields()));
        }
        queues(line, queues, sqes, cqes);
        return !cqes.isEmpty() || !sqes.isEmpty();
    }

    private JsonLine started(String call, long beforeNanos, int result) {
        JsonLine line = new JsonLine().string("call", call);
        line.number("at_ns", beforeNanos - startNanos);
        line.number("took_ns", delegate().nanoTime() - beforeNanos);
        line.number("result", result);
        return result < 0 ? line.string("errno", Errno.describe(result)) : line;
    }

    private JsonLine entered(
            long beforeNanos, int result, int fd, int toSubmit, int minComplete, int flags) {
        return started("enter", beforeNanos, result)
                .number("fd", fd)
                .number("to_submit", Integer.toUnsignedLong(toSubmit))
                .number("min_complete", Integer.toUnsignedLong(minComplete))
                .flags("flags", flags, EnterFlag.values());
    }

    private static JsonLine queues(
            JsonLine line, RingTrace queues, List<JsonLine> sqes, List<JsonLine> cqes) {
        return line.objects("sqes", sqes)
                .objects("cqes", cqes)
                .number("sqes_missed", queues.sqesMissed())
                .number("cqes_missed", queues.cqesMissed());
    }
}
