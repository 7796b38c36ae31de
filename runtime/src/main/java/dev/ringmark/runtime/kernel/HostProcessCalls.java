package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.ffi.LibcFunction;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// The host's calls on child processes and signals.
final class HostProcessCalls implements ProcessCalls {

    /// Room for the opaque types of spawn.h, of which glibc's largest takes 336 bytes.
    private static final long OPAQUE_SIZE = 1024;

    private static final long SIGNAL_SET_SIZE = 128;
    private static final int SET_SIGNAL_DEFAULTS = 0x4;
    private static final int SET_SIGNAL_MASK = 0x8;
    private static final int READ_WRITE = 2;
    private static final int FIRST_OTHER_FD = 3;
    private static final int PIDFD_SEND_SIGNAL = 424; // asm-generic/unistd.h, since 5.1
    private static final int PIDFD_OPEN = 434; // since 5.3
    private static final int P_PIDFD = 3;
    private static final int NO_HANG_EXITED = 1 | 4;
    private static final int INFO_SIZE = 128;

    /* siginfo_t of sigaction(2): 8 si_code, 16 si_pid, 24 si_status */
    private static final int CODE = 8;
    private static final int PID = 16;
    private static final int STATUS = 24;
    private static final int SIGNALFD_FLAGS = 0x80000 | 0x800;

    @Override
    public int spawn(Spawn spawn) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(OPAQUE_SIZE, Long.BYTES);
            MemorySegment attributes = arena.allocate(OPAQUE_SIZE, Long.BYTES);
            int result = LibcFunction.SPAWN_ACTIONS_INIT.call(actions.address());
            if (result != 0) {
                return -result;
            }
            try {
                result = LibcFunction.SPAWN_ATTRIBUTES_INIT.call(attributes.address());
                return result == 0 ? spawn(spawn, arena, actions, attributes) : -result;
            } finally {
                LibcFunction.SPAWN_ACTIONS_DESTROY.call(actions.address());
            }
        }
    }

    /// These functions return the error itself, positive, and leave errno alone.
    private static int spawn(
            Spawn spawn, Arena arena, MemorySegment actions, MemorySegment attributes) {
        MemorySegment pid = arena.allocate(JAVA_INT);
        List<String> arguments = spawn.arguments();
        try {
            int result = prepare(spawn, arena, actions, attributes);
            if (result == 0) {
                result =
                        LibcFunction.SPAWN.call(
                                pid.address(),
                                arena.allocateFrom(arguments.getFirst()).address(),
                                actions.address(),
                                attributes.address(),
                                texts(arena, arguments),
                                texts(arena, spawn.environment()));
            }
            return result == 0 ? pid.get(JAVA_INT, 0) : -result;
        } finally {
            LibcFunction.SPAWN_ATTRIBUTES_DESTROY.call(attributes.address());
        }
    }

    private static int prepare(
            Spawn spawn, Arena arena, MemorySegment actions, MemorySegment attributes) {
        MemorySegment none = arena.allocate(SIGNAL_SET_SIZE, Long.BYTES);
        MemorySegment all = arena.allocate(SIGNAL_SET_SIZE, Long.BYTES).fill((byte) -1);
        int result = LibcFunction.SPAWN_ATTRIBUTES_MASK.call(attributes.address(), none.address());
        if (result == 0) {
            result =
                    LibcFunction.SPAWN_ATTRIBUTES_DEFAULTS.call(
                            attributes.address(), all.address());
        }
        if (result == 0) {
            result =
                    LibcFunction.SPAWN_ATTRIBUTES_FLAGS.call(
                            attributes.address(), SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK);
        }
        for (int target = 0; target < FIRST_OTHER_FD && result == 0; target++) {
            int fd = spawn.fds().get(target);
            result =
                    fd >= 0
                            ? LibcFunction.SPAWN_ACTIONS_DUP.call(actions.address(), fd, target)
                            : LibcFunction.SPAWN_ACTIONS_OPEN.call(
                                    actions.address(),
                                    target,
                                    arena.allocateFrom("/dev/null").address(),
                                    READ_WRITE,
                                    0);
        }
        String folder = spawn.folder();
        if (folder != null && result == 0) {
            result =
                    LibcFunction.SPAWN_ACTIONS_FOLDER.call(
                            actions.address(), arena.allocateFrom(folder).address());
        }
        return result == 0 ? closeOthers(actions) : result;
    }

    /// The JVM opens files that are inherited, and closes them by hand in its own children; so the
    /// child closes everything here, in one call that no other thread can get between.
    private static int closeOthers(MemorySegment actions) {
        if (!LibcFunction.SPAWN_ACTIONS_CLOSE_FROM.isThere()) {
            return Errno.EOPNOTSUPP.number();
        }
        return LibcFunction.SPAWN_ACTIONS_CLOSE_FROM.call(actions.address(), FIRST_OTHER_FD);
    }

    @Override
    public int open(int pid) {
        return LibcFunction.SYSCALL.call(PIDFD_OPEN, pid, 0);
    }

    @Override
    public int signal(int pidFd, int number) {
        return LibcFunction.SYSCALL.call(PIDFD_SEND_SIGNAL, pidFd, number, 0, 0);
    }

    @Override
    public int reap(int pidFd, int[] codeAndStatus) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO_SIZE, Long.BYTES);
            int result = LibcFunction.WAITID.call(P_PIDFD, pidFd, info.address(), NO_HANG_EXITED);
            if (result < 0) {
                return result;
            }
            codeAndStatus[0] = info.get(JAVA_INT, CODE);
            codeAndStatus[1] = info.get(JAVA_INT, STATUS);
            return info.get(JAVA_INT, PID) == 0 ? 0 : 1;
        }
    }

    @Override
    public int signalFd(long mask) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment set = arena.allocate(SIGNAL_SET_SIZE, Long.BYTES);
            set.set(JAVA_LONG, 0, mask);
            return LibcFunction.SIGNALFD.call(-1, set.address(), SIGNALFD_FLAGS);
        }
    }

    private static long texts(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int at = 0; at < texts.size(); at++) {
            array.setAtIndex(ADDRESS, at, arena.allocateFrom(texts.get(at)));
        }
        return array.address();
    }
}
