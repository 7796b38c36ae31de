package dev.ringmark.runtime.ffi;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The functions of libc for what the ring has no opcode for, or had none on older kernels; each is
/// linked when it is first called.
///
/// Arguments are numbers and addresses; the caller keeps the memory behind an address alive until
/// the call returns. All have the one shape of six numbers ([Downcalls] says why that is sound).
public enum LibcFunction {
    CHMOD("chmod"),
    FCHMOD("fchmod"),
    READLINK("readlink"),
    RENAMEAT2("renameat2"),
    LINKAT("linkat"),
    SYMLINKAT("symlinkat"),
    UNLINKAT("unlinkat"),
    MKDIRAT("mkdirat"),
    GETXATTR("getxattr"),
    FGETXATTR("fgetxattr"),
    SETXATTR("setxattr"),
    FSETXATTR("fsetxattr"),
    LISTXATTR("listxattr"),
    REMOVEXATTR("removexattr"),
    GETDENTS64("getdents64"),
    LSEEK("lseek"),
    FTRUNCATE("ftruncate"),
    COPY_FILE_RANGE("copy_file_range"),
    INOTIFY_INIT1("inotify_init1"),
    INOTIFY_ADD_WATCH("inotify_add_watch"),
    INOTIFY_RM_WATCH("inotify_rm_watch"),
    SPAWN("posix_spawnp"),
    SPAWN_ACTIONS_INIT("posix_spawn_file_actions_init"),
    SPAWN_ACTIONS_DESTROY("posix_spawn_file_actions_destroy"),
    SPAWN_ACTIONS_DUP("posix_spawn_file_actions_adddup2"),
    SPAWN_ACTIONS_OPEN("posix_spawn_file_actions_addopen"),
    SPAWN_ACTIONS_FOLDER("posix_spawn_file_actions_addchdir_np"),
    SPAWN_ACTIONS_CLOSE_FROM("posix_spawn_file_actions_addclosefrom_np"),
    SPAWN_ATTRIBUTES_INIT("posix_spawnattr_init"),
    SPAWN_ATTRIBUTES_DESTROY("posix_spawnattr_destroy"),
    SPAWN_ATTRIBUTES_FLAGS("posix_spawnattr_setflags"),
    SPAWN_ATTRIBUTES_MASK("posix_spawnattr_setsigmask"),
    SPAWN_ATTRIBUTES_DEFAULTS("posix_spawnattr_setsigdefault"),
    WAITID("waitid"),
    SIGNALFD("signalfd"),
    SCHED_GETCPU("sched_getcpu"),
    SCHED_SETAFFINITY("sched_setaffinity"),
    SYSCALL("syscall");

    private final String function;
    private volatile @Nullable MethodHandle handle;

    LibcFunction(String function) {
        this.function = function;
    }

    /// Whether this libc has it.
    public boolean isThere() {
        return handle != null || Downcalls.isInLibc(function);
    }

    /// Calls it.
    ///
    /// @param arguments up to six
    /// @return an int of C's, or `-errno`
    public int call(long... arguments) {
        int result = (int) invoke(arguments);
        return result == -1 ? Downcalls.errno() : result;
    }

    /// Calls it.
    ///
    /// @param arguments up to six
    /// @return a long of C's (ssize_t, off_t), or `-errno`
    public long callForLong(long... arguments) {
        long result = invoke(arguments);
        return result == -1 ? Downcalls.errno() : result;
    }

    private long invoke(long... arguments) {
        MethodHandle linked = handle;
        if (linked == null) {
            linked = Downcalls.sixNumbers(function);
            handle = linked;
        }
        long[] six = Arrays.copyOf(arguments, 6);
        MemorySegment capture = Downcalls.capture();
        try {
            return (long)
                    linked.invokeExact(capture, six[0], six[1], six[2], six[3], six[4], six[5]);
        } catch (Throwable thrown) {
            throw Downcalls.impossible(function, thrown);
        }
    }
}
