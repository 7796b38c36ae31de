package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.runtime.layout.BufferRegistrationLayout;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.ResourceRegisterLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.lang.foreign.MemorySegment;

/// A kernel without some of what the one behind it has.
///
/// Answers as a kernel does that was built before the hidden constants existed:
///
/// | hidden | answer |
/// |---|---|
/// | opcode, SQE flag, flag of an operation | a CQE with `-EINVAL`, as for an unknown opcode |
/// | setup flag, enter flag, register operation, flag of one | `-EINVAL` |
/// | feature bit | clear in `io_uring_params.features` |
///
/// and says so in REGISTER_PROBE and REGISTER_QUERY. A constant hides itself and nothing that came
/// with it: a kernel before 5.17 lacks both `FeatureBit.CQE_SKIP` and `SqeFlag.CQE_SKIP_SUCCESS`.
///
/// Limits. A SQPOLL thread reads SQEs without any call, so hiding something that SQEs say hides
/// SETUP_SQPOLL too. An SQE that used something hidden keeps the unknown opcode 255 in memory
/// afterwards. A ring that is entered through another fd than the one setup returned (dup(2)) or
/// from another process is not seen, and its SQEs pass.
public final class Masked extends ForwardingKernel {

    private final Hidden hidden;
    private final MaskedSqes sqes;
    private final MaskedAnswers answers;
    private final SeenRings rings = new SeenRings(_ -> {});

    private Masked(Kernel delegate, Hidden hidden) {
        super(delegate);
        this.hidden = hidden;
        sqes = new MaskedSqes(hidden);
        answers = new MaskedAnswers(hidden);
    }

    /// A kernel without these constants.
    ///
    /// @throws IllegalArgumentException for a constant that no call is given, such as a CQE flag
    public static Kernel hiding(Kernel kernel, UapiConstant... constants) {
        return new Masked(kernel, new Hidden(constants));
    }

    /// A kernel without io_uring: `ENOSYS` where it was not built in, `EPERM` where a seccomp
    /// filter forbids its calls. All three calls answer so.
    public static Kernel refusing(Kernel kernel, Errno errno) {
        return new Refusing(kernel, errno.negative(), true);
    }

    /// A kernel that makes no rings: `EPERM` as with sysctl kernel.io_uring_disabled, `ENOMEM` as
    /// with too little lockable memory. Enter and register work.
    public static Kernel refusingSetup(Kernel kernel, Errno errno) {
        return new Refusing(kernel, errno.negative(), false);
    }

    @Override
    public String binding() {
        return super.binding() + " without " + hidden.names();
    }

    @Override
    public int setup(int entries, MemorySegment params) {
        if (params.byteSize() < ParamsLayout.SIZE) {
            return super.setup(entries, params); // not memory: the kernel's own answer
        }
        if ((params.get(JAVA_INT, ParamsLayout.FLAGS) & hidden.setupFlags()) != 0) {
            return Errno.EINVAL.negative();
        }
        int result = super.setup(entries, params);
        if (result >= 0) {
            hideFeatures(params);
            rings.setUp(result, params);
        }
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
        if ((flags & hidden.enterFlags()) != 0) {
            return Errno.EINVAL.negative();
        }
        if (toSubmit != 0 && hidden.isInSqes()) {
            SeenRing ring = rings.entered(fd, flags);
            if (ring != null) {
                sqes.hide(ring, toSubmit);
            }
        }
        return super.enter(fd, toSubmit, minComplete, flags, argument, argumentSize);
    }

    @Override
    public int register(int fd, int operation, MemorySegment argument, int count) {
        int plain = operation & ~RegistrationOption.REGISTER_USE_REGISTERED_RING.bits();
        if (hidden.hasRegisterOp(plain)
                || (plain != operation && hidden.hasRegisterByIndex())
                || usesHiddenFlag(plain, argument)) {
            return Errno.EINVAL.negative();
        }
        int result = super.register(fd, operation, argument, count);
        rings.registered(fd, operation, argument, result);
        if (result >= 0) {
            if (plain == RegisterOp.PROBE.bits()) {
                answers.hideInProbe(argument, count);
            } else if (plain == RegisterOp.QUERY.bits()) {
                answers.hideInQuery(argument);
            } else if (plain == RegisterOp.RESIZE_RINGS.bits()) {
                hideFeatures(argument);
            }
        }
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

    private boolean usesHiddenFlag(int operation, MemorySegment argument) {
        if (operation == RegisterOp.PBUF_RING.bits()
                && argument.byteSize() >= BufferRegistrationLayout.SIZE) {
            int flags = argument.get(JAVA_SHORT, BufferRegistrationLayout.FLAGS);
            return (flags & hidden.bufferRingFlags()) != 0;
        }
        if ((operation == RegisterOp.FILES2.bits() || operation == RegisterOp.BUFFERS2.bits())
                && argument.byteSize() >= ResourceRegisterLayout.SIZE
                && hidden.hasSparseTables()) {
            int flags = argument.get(JAVA_INT, ResourceRegisterLayout.FLAGS);
            return (flags & RegistrationOption.RSRC_REGISTER_SPARSE.bits()) != 0;
        }
        return false;
    }

    private void hideFeatures(MemorySegment params) {
        int features = params.get(JAVA_INT, ParamsLayout.FEATURES);
        params.set(JAVA_INT, ParamsLayout.FEATURES, features & ~hidden.features());
    }

    /// A kernel whose io_uring calls, or only the first of them, always fail.
    private static final class Refusing extends ForwardingKernel {

        private final int answer;
        private final boolean everyCall;

        Refusing(Kernel delegate, int answer, boolean everyCall) {
            super(delegate);
            this.answer = answer;
            this.everyCall = everyCall;
        }

        @Override
        public String binding() {
            String calls = everyCall ? " refusing io_uring with " : " refusing setup with ";
            return super.binding() + calls + Errno.describe(answer);
        }

        @Override
        public int setup(int entries, MemorySegment params) {
            return answer;
        }

        @Override
        public int enter(
                int fd,
                int toSubmit,
                int minComplete,
                int flags,
                MemorySegment argument,
                long argumentSize) {
            return everyCall
                    ? answer
                    : super.enter(fd, toSubmit, minComplete, flags, argument, argumentSize);
        }

        @Override
        public int register(int fd, int operation, MemorySegment argument, int count) {
            return everyCall ? answer : super.register(fd, operation, argument, count);
        }
    }
}
