package dev.ringmark.conformance.checks.setup;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;

import java.lang.foreign.MemorySegment;

/// Setup calls that are made for their answer: a ring that comes of one is closed at once.
final class SetupCalls {

    private SetupCalls() {}

    /// Params that ask for this.
    static MemorySegment params(TestKernel kernel, RingOptions options) {
        MemorySegment params = kernel.memory(ParamsLayout.SIZE);
        params.set(JAVA_INT, ParamsLayout.FLAGS, options.flags());
        params.set(JAVA_INT, ParamsLayout.CQ_ENTRIES, options.cqEntries());
        params.set(JAVA_INT, ParamsLayout.SQ_THREAD_CPU, options.sqThreadCpu());
        params.set(JAVA_INT, ParamsLayout.SQ_THREAD_IDLE, options.sqThreadIdleMs());
        params.set(JAVA_INT, ParamsLayout.WQ_FD, options.attachFd());
        return params;
    }

    /// What setup answers to these params.
    static int answer(TestKernel kernel, int entries, MemorySegment params) {
        int result = kernel.kernel().setup(entries, params);
        if (result >= 0) {
            TestKernel.require("close", kernel.kernel().close(result));
        }
        return result;
    }

    /// The call must fail with this error.
    static void mustRefuse(TestKernel kernel, RingOptions options, Errno error) {
        int result = answer(kernel, options.entries(), params(kernel, options));
        if (result == Errno.ENOMEM.negative()) {
            throw blocked(describe(options), result);
        }
        kernel.evidence().result(describe(options), error, result);
    }

    /// The call must make a ring.
    ///
    /// @return the params as the kernel filled them
    static MemorySegment mustAccept(TestKernel kernel, RingOptions options) {
        MemorySegment params = params(kernel, options);
        int result = answer(kernel, options.entries(), params);
        String call = describe(options);
        if (result == Errno.ENOMEM.negative() || result == Errno.EPERM.negative()) {
            throw blocked(call, result);
        }
        String saw = call + " = " + (result < 0 ? Errno.describe(result) : "a ring");
        kernel.evidence().holds(call + " makes a ring", result >= 0, saw);
        return params;
    }

    private static CheckBlocked blocked(String call, int result) {
        return new CheckBlocked(
                call
                        + " returned "
                        + Errno.describe(result)
                        + ": raise ulimit -l, or run it as root");
    }

    /// The call must make a ring of these sizes.
    static void mustMake(TestKernel kernel, RingOptions options, int sqEntries, int cqEntries) {
        MemorySegment params = mustAccept(kernel, options);
        int sq = params.get(JAVA_INT, ParamsLayout.SQ_ENTRIES);
        int cq = params.get(JAVA_INT, ParamsLayout.CQ_ENTRIES);
        kernel.evidence()
                .holds(
                        "sq_entries " + sqEntries + ", cq_entries " + cqEntries,
                        sq == sqEntries && cq == cqEntries,
                        "sq_entries " + sq + ", cq_entries " + cq);
    }

    /// The call with each number that one of its flags sends: `setup(entries 8, CQSIZE, cq 4)`.
    private static String describe(RingOptions options) {
        StringBuilder call = new StringBuilder("setup(").append(options.describe());
        if (options.has(SetupFlag.CQSIZE)) {
            call.append(", cq ").append(options.cqEntries());
        }
        if (options.has(SetupFlag.SQ_AFF)) {
            call.append(", cpu ").append(options.sqThreadCpu());
        }
        if (options.has(SetupFlag.ATTACH_WQ)) {
            call.append(", fd ").append(options.attachFd());
        }
        return call.append(')').toString();
    }
}
