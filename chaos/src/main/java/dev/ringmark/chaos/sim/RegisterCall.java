package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.ClockLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import org.jspecify.annotations.Nullable;

/// io_uring_register(2): finds the ring, and who answers.
final class RegisterCall {

    private final SimulatedKernel kernel;
    private final Introspection introspection;

    RegisterCall(SimulatedKernel kernel) {
        this.kernel = kernel;
        introspection = new Introspection(kernel);
    }

    /// Runs the call.
    ///
    /// @return what the operation returns, or `-errno`
    int run(int fd, int operation, long argument, int count) {
        int byIndex = RegistrationOption.REGISTER_USE_REGISTERED_RING.bits();
        boolean isByIndex = (operation & byIndex) != 0;
        int code = operation & ~byIndex;
        if (code < 0 || code >= kernel.profile().registerOps()) {
            return Errno.EINVAL.negative();
        }
        int fault = kernel.interference().register(code);
        if (fault != 0) {
            return fault;
        }
        if (fd == -1) {
            return blind(code, argument, count);
        }
        SimFile file = isByIndex ? RingFds.get(kernel, fd) : kernel.fds().get(fd);
        if (file == null) {
            boolean isNoSlot = isByIndex && !RingFds.isSlot(kernel, fd);
            return (isNoSlot ? Errno.EINVAL : Errno.EBADF).negative();
        }
        if (!(file instanceof SimRing ring)) {
            return Errno.EOPNOTSUPP.negative();
        }
        if (ring.isForeign()) {
            return Errno.EEXIST.negative();
        }
        if (!ring.restrictions().allowsRegister(code)) {
            return Errno.EACCES.negative();
        }
        RegisterOp known = known(code);
        if (known == null) {
            return Errno.EINVAL.negative();
        }
        int refused = allocates(known) ? allocate(code) : 0;
        return refused != 0 ? refused : run(ring, known, argument, count);
    }

    private int allocate(int code) {
        return kernel.interference().allocate(Allocation.TABLE, code);
    }

    /// Giving something back needs no memory, nor does a word that is changed.
    private static boolean allocates(RegisterOp operation) {
        return switch (operation) {
            case UNREGISTER_BUFFERS,
                    UNREGISTER_FILES,
                    UNREGISTER_EVENTFD,
                    UNREGISTER_PERSONALITY,
                    UNREGISTER_RING_FDS,
                    UNREGISTER_PBUF_RING,
                    ENABLE_RINGS,
                    FILE_ALLOC_RANGE,
                    PBUF_STATUS,
                    CLOCK ->
                    false;
            default -> true;
        };
    }

    private int blind(int code, long argument, int count) {
        if (code == RegisterOp.QUERY.bits()) {
            return introspection.query(argument, count);
        }
        boolean isMessage = code == RegisterOp.SEND_MSG_RING.bits();
        if (isMessage && kernel.profile().has(RegisterOp.SEND_MSG_RING)) {
            int refused = allocate(code);
            return refused != 0
                    ? refused
                    : MessageOperation.sendWithoutRing(kernel, argument, count);
        }
        return (kernel.profile().has(RegisterOp.QUERY) ? Errno.EINVAL : Errno.EBADF).negative();
    }

    private int run(SimRing ring, RegisterOp operation, long argument, int count) {
        return switch (operation) {
            case PROBE -> introspection.probe(argument, count);
            case QUERY -> introspection.query(argument, count);
            case BUFFERS -> ring.buffers().register(kernel, argument, count);
            case UNREGISTER_BUFFERS -> none(argument, count, () -> ring.buffers().unregister());
            case FILES, FILES2, FILES_UPDATE, FILES_UPDATE2, UNREGISTER_FILES, FILE_ALLOC_RANGE ->
                    FileRegistration.run(ring, operation, argument, count);
            case EVENTFD, EVENTFD_ASYNC -> eventFd(ring, operation, argument, count);
            case UNREGISTER_EVENTFD -> none(argument, count, () -> ring.notifier().unregister());
            case PERSONALITY -> none(argument, count, () -> ring.personalities().register());
            case UNREGISTER_PERSONALITY ->
                    argument != 0
                            ? Errno.EINVAL.negative()
                            : ring.personalities().unregister(count);
            case RESTRICTIONS ->
                    ring.isDisabled()
                            ? ring.restrictions().register(argument, count)
                            : Errno.EBADFD.negative();
            case ENABLE_RINGS -> none(argument, count, () -> enable(ring));
            case RING_FDS -> ringFds(argument, count, true);
            case UNREGISTER_RING_FDS -> ringFds(argument, count, false);
            case PBUF_RING -> ring.groups().register(argument, count);
            case UNREGISTER_PBUF_RING -> ring.groups().unregister(argument, count);
            case PBUF_STATUS -> ring.groups().status(argument, count);
            case SYNC_CANCEL -> Cancellation.sync(ring, argument, count);
            case IOWQ_MAX_WORKERS -> ring.workerLimits().exchange(kernel, argument, count);
            case CLOCK -> clock(ring, argument, count);
            case SEND_MSG_RING -> MessageOperation.sendWithoutRing(kernel, argument, count);
            case MEM_REGION ->
                    count != 1 || argument == 0
                            ? Errno.EINVAL.negative()
                            : ring.waitRegion().register(ring, argument);
            default -> Errno.EINVAL.negative(); // not modelled, as if built out of the kernel
        };
    }

    private interface Answer {
        int give();
    }

    /// An operation that takes no argument.
    private static int none(long argument, int count, Answer answer) {
        return argument != 0 || count != 0 ? Errno.EINVAL.negative() : answer.give();
    }

    private static int enable(SimRing ring) {
        if (!ring.isDisabled()) {
            return Errno.EBADFD.negative();
        }
        ring.enable();
        return 0;
    }

    private int eventFd(SimRing ring, RegisterOp operation, long argument, int count) {
        if (count != 1) {
            return Errno.EINVAL.negative();
        }
        if (!kernel.isMapped(argument, Integer.BYTES)) {
            return Errno.EFAULT.negative();
        }
        SimFile file = kernel.fds().get(UserMemory.getInt(argument));
        return ring.notifier().register(file, operation == RegisterOp.EVENTFD_ASYNC);
    }

    private int ringFds(long argument, int count, boolean adds) {
        if (argument == 0 || count <= 0 || count > 16) {
            return Errno.EINVAL.negative();
        }
        return adds
                ? RingFds.register(kernel, argument, count)
                : RingFds.unregister(kernel, argument, count);
    }

    private int clock(SimRing ring, long argument, int count) {
        if (argument == 0 || count != 0) {
            return Errno.EINVAL.negative();
        }
        if (!kernel.isMapped(argument, ClockLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        int clockId = UserMemory.getInt(argument + ClockLayout.CLOCKID);
        if (clockId != Clocks.MONOTONIC && clockId != Clocks.BOOTTIME) {
            return Errno.EINVAL.negative();
        }
        ring.setWaitClock(clockId);
        return 0;
    }

    private static @Nullable RegisterOp known(int code) {
        for (RegisterOp operation : RegisterOp.values()) {
            if (operation.bits() == code) {
                return operation;
            }
        }
        return null;
    }
}
