package dev.ringmark.runtime.kernel;

import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;

/// The plain system calls on files and paths: what io_uring has no opcode for, what it had none
/// for on older kernels, and reads and writes that are cheaper without a ring.
///
/// Each returns what the kernel returns, `-errno` included, and may block as the call does. A
/// kernel that has none of a call answers -ENOSYS, and whoever called takes the ring. Relative
/// paths start from the working directory.
public interface FileCalls {

    /// What a kernel has that knows no files but those of its ring.
    FileCalls NONE = new FileCalls() {};

    /// preadv2(2) into one piece of memory.
    ///
    /// @param offset -1 for the file's position
    /// @param flags RWF_ of preadv2(2)
    default int read(int fd, long address, int length, long offset, int flags) {
        return Errno.ENOSYS.negative();
    }

    /// pwritev2(2) from one piece of memory.
    ///
    /// @param offset -1 for the file's position
    /// @param flags RWF_ of preadv2(2)
    default int write(int fd, long address, int length, long offset, int flags) {
        return Errno.ENOSYS.negative();
    }

    /// fchmod(2).
    default int changeMode(int fd, int mode) {
        return Errno.ENOSYS.negative();
    }

    /// chmod(2): follows symbolic links.
    default int changeMode(String path, int mode) {
        return Errno.ENOSYS.negative();
    }

    /// readlink(2).
    ///
    /// @return how many bytes were put into `into`
    default int readLink(String path, MemorySegment into) {
        return Errno.ENOSYS.negative();
    }

    /// renameat2(2) with its flags.
    default int rename(String from, String to, int flags) {
        return Errno.ENOSYS.negative();
    }

    /// link(2).
    default int link(String from, String to) {
        return Errno.ENOSYS.negative();
    }

    /// symlink(2).
    default int symbolicLink(String target, String path) {
        return Errno.ENOSYS.negative();
    }

    /// unlinkat(2) with its flags.
    default int unlink(String path, int flags) {
        return Errno.ENOSYS.negative();
    }

    /// mkdir(2).
    default int makeDirectory(String path, int mode) {
        return Errno.ENOSYS.negative();
    }

    /// getxattr(2).
    default int getAttribute(String path, String name, MemorySegment value) {
        return Errno.ENOSYS.negative();
    }

    /// fgetxattr(2).
    default int getAttribute(int fd, String name, MemorySegment value) {
        return Errno.ENOSYS.negative();
    }

    /// setxattr(2) with its flags.
    default int setAttribute(String path, String name, byte[] value, int flags) {
        return Errno.ENOSYS.negative();
    }

    /// fsetxattr(2) with its flags.
    default int setAttribute(int fd, String name, byte[] value, int flags) {
        return Errno.ENOSYS.negative();
    }

    /// listxattr(2).
    default int listAttributes(String path, MemorySegment names) {
        return Errno.ENOSYS.negative();
    }

    /// removexattr(2).
    default int removeAttribute(String path, String name) {
        return Errno.ENOSYS.negative();
    }

    /// getdents64(2).
    default int readDirectory(int fd, MemorySegment into) {
        return Errno.ENOSYS.negative();
    }

    /// lseek(2).
    default long seek(int fd, long offset, int whence) {
        return Errno.ENOSYS.negative();
    }

    /// ftruncate(2).
    default int truncate(int fd, long size) {
        return Errno.ENOSYS.negative();
    }

    /// copy_file_range(2) at offsets.
    default long copyRange(int from, long fromOffset, int to, long toOffset, long length) {
        return Errno.ENOSYS.negative();
    }

    /// inotify_init1(2).
    default int watcher(int flags) {
        return Errno.ENOSYS.negative();
    }

    /// inotify_add_watch(2).
    default int addWatch(int fd, String path, int mask) {
        return Errno.ENOSYS.negative();
    }

    /// inotify_rm_watch(2).
    default int removeWatch(int fd, int watch) {
        return Errno.ENOSYS.negative();
    }
}
