package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Mapping;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.layout.IovecLayout;
import dev.ringmark.runtime.layout.TimespecLayout;
import dev.ringmark.runtime.probe.Support.Inconclusive;
import dev.ringmark.runtime.probe.Support.Supported;
import dev.ringmark.runtime.probe.Support.Unsupported;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// One question to a kernel: what the attempt needs, given back when it ends, and the words for
/// its outcome.
///
/// What the trial needs and cannot have (a socket, a second ring) ends it with a [RingException],
/// which [Bench] takes for [Inconclusive].
final class Trial implements AutoCloseable {

    private static final int O_CLOEXEC = 0x80000;
    private static final int O_NONBLOCK = 0x800;
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC = 1 | O_CLOEXEC;
    private static final int ENTRIES = 8;

    /// An address that no process has mapped.
    static final MemorySegment UNMAPPED = MemorySegment.ofAddress(8);

    private final Bench bench;
    private final KernelVersion since;
    private final Arena arena = Arena.ofConfined();
    private final List<TrialRing> rings = new ArrayList<>();
    private final List<Mapping> pages = new ArrayList<>();
    private final Deque<Runnable> cleanup = new ArrayDeque<>();

    Trial(Bench bench, String since) {
        this.bench = bench;
        this.since = KernelVersion.parse(since);
    }

    Bench bench() {
        return bench;
    }

    Kernel kernel() {
        return bench.kernel();
    }

    SystemCalls calls() {
        return bench.kernel().calls();
    }

    // ---- outcomes

    Support supported() {
        return new Supported();
    }

    Support unsupported(String reason) {
        return new Unsupported(since, reason);
    }

    Support inconclusive(String why) {
        return new Inconclusive(why);
    }

    /// Supported or not, with the reason why not.
    Support when(boolean isSupported, String otherwise) {
        return isSupported ? supported() : unsupported(otherwise);
    }

    /// The answer for a constant, which shows this too.
    Support same(UapiConstant constant) {
        return bench.support(constant);
    }

    /// Reads the kernel's answer: one of the expected, -EINVAL for what it does not know, or
    /// something that decides nothing.
    Support judge(String call, int result, Errno expected) {
        return judge(call, result, expected.negative());
    }

    /// As [#judge(String, int, Errno)], for a result that is a value.
    Support judge(String call, int result, int expected) {
        if (result == expected) {
            return supported();
        }
        return refusal(call, result, Errno.describe(expected));
    }

    /// As [#judge(String, int, int)], where any value from 0 on will do.
    Support judgeSuccess(String call, int result) {
        return result >= 0 ? supported() : refusal(call, result, "0 or more");
    }

    /// Reads an answer that only a kernel which knows the question gives, whatever the error:
    /// what it does not know is -EINVAL. Refusals of the whole call decide nothing.
    Support judgeKnown(String call, int result) {
        if (result >= 0 || !decidesNothing(result)) {
            return result == Errno.EINVAL.negative()
                    ? unsupported(call + " returned -EINVAL")
                    : supported();
        }
        return inconclusive(call + " returned " + Errno.describe(result));
    }

    private Support refusal(String call, int result, String expected) {
        String answer = call + " returned " + Errno.describe(result);
        return result == Errno.EINVAL.negative()
                ? unsupported(answer)
                : inconclusive(answer + ", expected " + expected);
    }

    private static boolean decidesNothing(int result) {
        return result == Errno.EPERM.negative()
                || result == Errno.EACCES.negative()
                || result == Errno.ENOSYS.negative()
                || result == Errno.EINTR.negative();
    }

    // ---- what a trial needs

    /// Ends the trial where something it builds on is absent: what cannot be used without it
    /// cannot be used. Call it before anything is submitted.
    void needs(UapiConstant constant) {
        if (bench.support(constant) instanceof Unsupported) {
            throw new Absent(constant);
        }
    }

    /// Something that a trial builds on is absent.
    static final class Absent extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Absent(UapiConstant constant) {
            super("needs " + constant.kernelName() + ", which is absent");
        }
    }

    /// The bench's plain ring, shared by trials that leave it as it was.
    TrialRing ring() {
        TrialRing shared = bench.sharedRing();
        if (!rings.contains(shared)) {
            rings.add(shared);
        }
        return shared;
    }

    /// A ring of the trial's own; where one of its flags is absent, so is what is asked for.
    TrialRing ownRing(RingOptions options) {
        for (SetupFlag flag : SetupFlag.values()) {
            if (options.has(flag)) {
                needs(flag);
            }
        }
        TrialRing own = bench.trialRing(options);
        cleanup.push(own.ring()::close);
        rings.add(own);
        return own;
    }

    /// A ring of the trial's own, with flags or plain.
    TrialRing ownRing(SetupFlag... flags) {
        return ownRing(RingOptions.entries(ENTRIES).with(flags));
    }

    /// Makes a ring and closes it, unseen.
    ///
    /// @param params as io_uring_setup wants them
    /// @return what setup returned
    int setup(int entries, MemorySegment params) {
        int fd = kernel().setup(entries, params);
        while (bench.mayComeFree(fd)) {
            fd = kernel().setup(entries, params);
        }
        if (fd >= 0) {
            kernel().close(fd);
        }
        return fd;
    }

    /// Zeroed memory that lives until the trial has ended and all its requests have.
    MemorySegment memory(long size) {
        return arena.allocate(size, Long.BYTES);
    }

    /// One page or more, zeroed and aligned.
    MemorySegment pages(long size) {
        Mapping mapping = kernel().allocatePages(size);
        pages.add(mapping);
        return mapping.memory();
    }

    /// A region of a ring's fd.
    MemorySegment map(int fd, long offset, long size) {
        Mapping mapping = kernel().map(fd, offset, size);
        cleanup.push(mapping::close);
        return mapping.memory();
    }

    /// A `struct __kernel_timespec`.
    MemorySegment timespec(long seconds, long nanos) {
        MemorySegment timespec = arena.allocate(TimespecLayout.LAYOUT);
        timespec.set(JAVA_LONG, TimespecLayout.TV_SEC, seconds);
        timespec.set(JAVA_LONG, TimespecLayout.TV_NSEC, nanos);
        return timespec;
    }

    /// A `struct iovec`.
    MemorySegment iovec(MemorySegment buffer) {
        MemorySegment iovec = arena.allocate(IovecLayout.LAYOUT);
        iovec.set(JAVA_LONG, IovecLayout.IOV_BASE, buffer.address());
        iovec.set(JAVA_LONG, IovecLayout.IOV_LEN, buffer.byteSize());
        return iovec;
    }

    /// A C string.
    MemorySegment text(String text) {
        return arena.allocateFrom(text);
    }

    /// An array of ints.
    MemorySegment ints(int... values) {
        return arena.allocateFrom(JAVA_INT, values);
    }

    /// An fd that is closed when the trial ends.
    ///
    /// @param call what returned it
    /// @throws RingException when it is an error
    int owned(String call, int fd) {
        if (fd < 0) {
            throw new RingException(call, fd, "the trial needs it");
        }
        cleanup.push(() -> kernel().close(fd));
        return fd;
    }

    /// An eventfd that never blocks.
    int eventFd() {
        return owned("eventfd", calls().eventFd(0, O_CLOEXEC | O_NONBLOCK));
    }

    /// Makes an eventfd readable.
    void signal(int eventFd) {
        MemorySegment one = memory(Long.BYTES);
        one.set(JAVA_LONG, 0, 1);
        require("write(eventfd)", calls().write(eventFd, one));
    }

    /// A pipe: the reading end, the writing end.
    int[] pipe() {
        int[] ends = new int[2];
        require("pipe2", calls().pipe(ends, O_CLOEXEC));
        return own(ends);
    }

    /// Two connected stream sockets.
    int[] socketPair() {
        int[] ends = new int[2];
        require("socketpair", calls().socketPair(AF_UNIX, SOCK_STREAM_CLOEXEC, 0, ends));
        return own(ends);
    }

    /// A file in memory that holds so many bytes.
    int file(int size) {
        int fd = owned("memfd_create", calls().memoryFile("ringmark-probe", 1));
        require("ftruncate", calls().truncate(fd, size));
        return fd;
    }

    /// Writes that many bytes, which must fit at once.
    void write(int fd, int size) {
        require("write", calls().write(fd, memory(size)));
    }

    /// A call that must succeed for the trial to go on.
    ///
    /// @return its result
    /// @throws RingException when it fails
    int require(String call, int result) {
        if (result < 0) {
            throw new RingException(call, result, "the trial needs it");
        }
        return result;
    }

    /// A registration that must succeed for the trial to go on.
    void register(TrialRing ring, RegisterOp operation, MemorySegment argument, int count) {
        require(operation.kernelName(), tryRegister(ring, operation, argument, count));
    }

    /// A registration that may fail, but not for the memory that earlier trials still hold.
    int tryRegister(TrialRing ring, RegisterOp operation, MemorySegment argument, int count) {
        int result = ring.ring().register(operation, argument, count);
        while (bench.mayComeFree(result)) {
            result = ring.ring().register(operation, argument, count);
        }
        return result;
    }

    /// Something to do when the trial ends, before what was asked for earlier is given back.
    void atEnd(Runnable action) {
        cleanup.push(action);
    }

    private int[] own(int[] ends) {
        cleanup.push(() -> kernel().close(ends[0]));
        cleanup.push(() -> kernel().close(ends[1]));
        return ends;
    }

    /// Ends the requests, then gives everything back, the youngest first.
    ///
    /// Memory that a request may still write is never given back: a few KiB lost are better than
    /// a heap that somebody else scribbles on.
    @Override
    public void close() {
        boolean settled = true;
        for (TrialRing ring : rings) {
            if (!ring.settle()) {
                settled = false;
                bench.abandon(ring);
            }
        }
        cleanup.forEach(Runnable::run);
        if (settled) {
            pages.forEach(Mapping::close);
            arena.close();
        }
    }
}
