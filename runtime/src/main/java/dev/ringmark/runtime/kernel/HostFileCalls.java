package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.ffi.LibcFunction;
import dev.ringmark.runtime.ffi.VectorCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The host's calls on files and paths.
final class HostFileCalls implements FileCalls {

    private static final long WORKING_DIRECTORY = -100; // AT_FDCWD of fcntl.h

    @Override
    public int read(int fd, long address, int length, long offset, int flags) {
        return VectorCalls.read(fd, address, length, offset, flags);
    }

    @Override
    public int write(int fd, long address, int length, long offset, int flags) {
        return VectorCalls.write(fd, address, length, offset, flags);
    }

    @Override
    public int changeMode(int fd, int mode) {
        return LibcFunction.FCHMOD.call(fd, mode);
    }

    @Override
    public int changeMode(String path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return LibcFunction.CHMOD.call(text(arena, path), mode);
        }
    }

    @Override
    public int readLink(String path, MemorySegment into) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                    LibcFunction.READLINK.callForLong(
                            text(arena, path), into.address(), into.byteSize());
        }
    }

    @Override
    public int rename(String from, String to, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return LibcFunction.RENAMEAT2.call(
                    WORKING_DIRECTORY,
                    text(arena, from),
                    WORKING_DIRECTORY,
                    text(arena, to),
                    flags);
        }
    }

    @Override
    public int link(String from, String to) {
        try (Arena arena = Arena.ofConfined()) {
            return LibcFunction.LINKAT.call(
                    WORKING_DIRECTORY, text(arena, from), WORKING_DIRECTORY, text(arena, to), 0);
        }
    }

    @Override
    public int symbolicLink(String target, String path) {
        try (Arena arena = Arena.ofConfined()) {
            return LibcFunction.SYMLINKAT.call(
                    text(arena, target), WORKING_DIRECTORY, text(arena, path));
        }
    }

    @Override
    public int unlink(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return LibcFunction.UNLINKAT.call(WORKING_DIRECTORY, text(arena, path), flags);
        }
    }

    @Override
    public int makeDirectory(String path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return LibcFunction.MKDIRAT.call(WORKING_DIRECTORY, text(arena, path), mode);
        }
    }

    @Override
    public int getAttribute(String path, String name, MemorySegment value) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                    LibcFunction.GETXATTR.callForLong(
                            text(arena, path),
                            text(arena, name),
                            value.address(),
                            value.byteSize());
        }
    }

    @Override
    public int getAttribute(int fd, String name, MemorySegment value) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                    LibcFunction.FGETXATTR.callForLong(
                            fd, text(arena, name), value.address(), value.byteSize());
        }
    }

    @Override
    public int setAttribute(String path, String name, byte[] value, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(JAVA_BYTE, value);
            return LibcFunction.SETXATTR.call(
                    text(arena, path), text(arena, name), copy.address(), value.length, flags);
        }
    }

    @Override
    public int setAttribute(int fd, String name, byte[] value, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(JAVA_BYTE, value);
            return LibcFunction.FSETXATTR.call(
                    fd, text(arena, name), copy.address(), value.length, flags);
        }
    }

    @Override
    public int listAttributes(String path, MemorySegment names) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                    LibcFunction.LISTXATTR.callForLong(
                            text(arena, path), names.address(), names.byteSize());
        }
    }

    @Override
    public int removeAttribute(String path, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return LibcFunction.REMOVEXATTR.call(text(arena, path), text(arena, name));
        }
    }

    @Override
    public int readDirectory(int fd, MemorySegment into) {
        return (int) LibcFunction.GETDENTS64.callForLong(fd, into.address(), into.byteSize());
    }

    @Override
    public long seek(int fd, long offset, int whence) {
        return LibcFunction.LSEEK.callForLong(fd, offset, whence);
    }

    @Override
    public int truncate(int fd, long size) {
        return LibcFunction.FTRUNCATE.call(fd, size);
    }

    @Override
    public long copyRange(int from, long fromOffset, int to, long toOffset, long length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offsets = arena.allocateFrom(JAVA_LONG, fromOffset, toOffset);
            return LibcFunction.COPY_FILE_RANGE.callForLong(
                    from, offsets.address(), to, offsets.address() + Long.BYTES, length, 0);
        }
    }

    @Override
    public int watcher(int flags) {
        return LibcFunction.INOTIFY_INIT1.call(flags);
    }

    @Override
    public int addWatch(int fd, String path, int mask) {
        try (Arena arena = Arena.ofConfined()) {
            return LibcFunction.INOTIFY_ADD_WATCH.call(fd, text(arena, path), mask);
        }
    }

    @Override
    public int removeWatch(int fd, int watch) {
        return LibcFunction.INOTIFY_RM_WATCH.call(fd, watch);
    }

    private static long text(Arena arena, String text) {
        return arena.allocateFrom(text).address();
    }
}
