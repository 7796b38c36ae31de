package dev.ringmark.runtime.fs;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.uapi.Errno;

/// What the kernel's refusals mean for files, and what to try.
final class Refusal {

    private Refusal() {}

    /// Passes a result on that is none.
    ///
    /// @throws RingException when it is
    static int orResult(int result, String call) {
        if (result < 0) {
            throw of(result, call);
        }
        return result;
    }

    static RingException of(int result, String call) {
        return new RingException(call, result, hint(result));
    }

    private static String hint(int result) {
        for (Errno each : Errno.values()) {
            if (each.negative() == result) {
                return switch (each) {
                    case ENOENT -> "there is no such file or directory on the path";
                    case EEXIST -> "something of that name is there already";
                    case EACCES, EPERM -> "look at the permissions, the owner, and chattr's flags";
                    case ENOTDIR -> "part of the path is no directory";
                    case EISDIR -> "it is a directory, a file is needed";
                    case ENOTEMPTY -> "the directory is not empty";
                    case ENOSPC, EDQUOT -> "the file system, or the quota, is full";
                    case EROFS -> "the file system is mounted read-only";
                    case EXDEV -> "both names have to be on one file system: copy instead";
                    case EMFILE, ENFILE -> "close files, or raise RLIMIT_NOFILE";
                    case ELOOP -> "too many symbolic links, or one where none may be";
                    case EBADF -> "the file was not opened for that";
                    case EINVAL ->
                            "an argument that this file system or the device refuses;"
                                    + " with O_DIRECT, align address, offset and length";
                    case EIO -> "the device failed; the kernel's log says more";
                    case EOPNOTSUPP, ENOSYS -> "the kernel or the file system has no such call";
                    default -> "the kernel refused: " + each.text();
                };
            }
        }
        return "the kernel refused";
    }
}
