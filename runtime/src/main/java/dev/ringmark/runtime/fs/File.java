package dev.ringmark.runtime.fs;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.io.Progress;
import dev.ringmark.runtime.io.Sink;
import dev.ringmark.runtime.io.Source;
import dev.ringmark.runtime.io.Spans;
import dev.ringmark.runtime.kernel.FileCalls;
import dev.ringmark.runtime.op.Allocate;
import dev.ringmark.runtime.op.AllocateMode;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.FileStatus;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.ReadVector;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.op.Splice;
import dev.ringmark.runtime.op.Status;
import dev.ringmark.runtime.op.Sync;
import dev.ringmark.runtime.op.Transfer;
import dev.ringmark.runtime.op.Truncate;
import dev.ringmark.runtime.op.Write;
import dev.ringmark.runtime.op.WriteVector;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.uapi.Errno;
import java.util.List;
import java.util.function.ToLongFunction;

/// An open file.
///
/// All calls block the calling task or thread until they are done, are ended by scopes, timeouts,
/// cancel and interrupt as docs/tasks.md says, and fail with a [RingException] that has the
/// kernel's error. They may be made from any thread and at the same time; only those at the
/// position share something, which is the position. [FilePolicy] decides which way a read or write
/// takes.
///
/// A `byte[]`, a direct `ByteBuffer` or a `MemorySegment` is read into and written from as
/// `Span.of(...)`.
public final class File implements Source, Sink {

    /// The position instead of an offset: pread(2) of io_uring_enter(2), since 5.6.
    private static final long CURRENT = -1;

    private final OpenFile file;
    private final FilePolicy policy;
    private final InlineWay inline;
    private final WithoutRing withoutRing;
    private final boolean isDirect;
    private long ringReads;
    private long ringWrites;

    File(OpenFile file, FilePolicy policy, OpenOptions options, WithoutRing withoutRing) {
        this.file = file;
        this.policy = policy;
        this.withoutRing = withoutRing;
        isDirect = options.isDirect();
        inline =
                new InlineWay(
                        file.loop.kernel(),
                        file.fd.number(),
                        policy,
                        options.isPastCache(),
                        () -> status().isRegular());
    }

    /// Reads at an offset, up to the size of the buffer.
    ///
    /// @param offset in bytes, 0 or more
    /// @return how many bytes: -1 at the end of the file, and fewer than asked for before it or
    ///     where only part is cached
    public int readAt(long offset, OwnedBuffer buffer) {
        return read(requireOffset(offset), buffer, 0, (int) buffer.size());
    }

    /// As [#readAt(long, OwnedBuffer)], into part of a buffer.
    public int readAt(long offset, Span into) {
        return read(requireOffset(offset), into.buffer(), into.start(), into.length());
    }

    /// Reads at the file's position, and moves it.
    @Override
    public int read(OwnedBuffer buffer) {
        return read(CURRENT, buffer, 0, (int) buffer.size());
    }

    /// As [#read(OwnedBuffer)], into part of a buffer.
    @Override
    public int read(Span into) {
        return read(CURRENT, into.buffer(), into.start(), into.length());
    }

    /// Reads at an offset until the span is full or the file ends.
    ///
    /// @return how many bytes; fewer than asked for only at the end of the file
    /// @throws RuntimeException what ended it, with how much was read before
    ///     ([Progress#of])
    public int readFullyAt(long offset, Span into) {
        requireOffset(offset);
        int done = 0;
        try {
            while (done < into.length()) {
                int bytes = readAt(offset + done, Spans.from(into, done));
                if (bytes < 0) {
                    break;
                }
                done += bytes;
            }
            return done;
        } catch (RuntimeException e) {
            throw Progress.add(e, done);
        }
    }

    /// Reads from an offset to the end of the file.
    ///
    /// @param sizeMax how many bytes at most
    /// @throws IllegalStateException when there are more
    public byte[] readToEndAt(long offset, int sizeMax) {
        requireOffset(offset);
        return new ReadToEnd(this, offset, sizeMax).read();
    }

    /// Reads at an offset into several buffers, one after the other.
    public int readAt(long offset, List<Span> into) {
        List<Span> some = Spans.fitting(into);
        if (some.isEmpty()) {
            return 0;
        }
        ringReads++;
        int bytes = run(ReadVector.at(file.fd, requireOffset(offset), some));
        return bytes == 0 ? -1 : bytes;
    }

    /// As [#read(OwnedBuffer)], into several buffers, one after the other.
    @Override
    public int read(List<Span> into) {
        List<Span> some = Spans.fitting(into);
        if (some.isEmpty()) {
            return 0;
        }
        ringReads++;
        int bytes = run(ReadVector.from(file.fd, some));
        return bytes == 0 ? -1 : bytes;
    }

    /// Writes at an offset, a file opened for appending at its end.
    ///
    /// @param offset in bytes, 0 or more
    /// @return how many bytes, which can be fewer than asked for
    public int writeAt(long offset, OwnedBuffer buffer) {
        return write(requireOffset(offset), buffer, 0, (int) buffer.size());
    }

    /// As [#writeAt(long, OwnedBuffer)], part of a buffer.
    public int writeAt(long offset, Span from) {
        return write(requireOffset(offset), from.buffer(), from.start(), from.length());
    }

    /// Writes at the file's position, and moves it.
    public int write(OwnedBuffer buffer) {
        return write(CURRENT, buffer, 0, (int) buffer.size());
    }

    /// As [#write(OwnedBuffer)], part of a buffer.
    @Override
    public int write(Span from) {
        return write(CURRENT, from.buffer(), from.start(), from.length());
    }

    /// Writes all of a span at an offset.
    ///
    /// @throws RuntimeException what ended it, with how much was written before
    ///     ([Progress#of])
    public void writeAllAt(long offset, Span from) {
        requireOffset(offset);
        writeAll(offset, from);
    }

    /// Writes all of a span at the file's position.
    ///
    /// @throws RuntimeException as [#writeAllAt(long, Span)]
    @Override
    public void writeAll(Span from) {
        writeAll(CURRENT, from);
    }

    /// Writes several buffers at an offset, one after the other.
    ///
    /// @return how many bytes, which can be fewer than asked for
    public int writeAt(long offset, List<Span> from) {
        List<Span> some = Spans.fitting(from);
        if (some.isEmpty()) {
            return 0;
        }
        ringWrites++;
        return run(WriteVector.at(file.fd, requireOffset(offset), some));
    }

    /// As [#write(OwnedBuffer)], several buffers, one after the other.
    @Override
    public int write(List<Span> from) {
        List<Span> some = Spans.fitting(from);
        if (some.isEmpty()) {
            return 0;
        }
        ringWrites++;
        return run(WriteVector.to(file.fd, some));
    }

    /// Writes all of several buffers at an offset.
    ///
    /// @throws RuntimeException as [#writeAllAt(long, Span)]
    public void writeAllAt(long offset, List<Span> from) {
        long done = 0;
        List<Span> left = Spans.from(from, 0);
        try {
            while (!left.isEmpty()) {
                int bytes = requireProgress(writeAt(offset + done, left));
                done += bytes;
                left = Spans.from(left, bytes);
            }
        } catch (RuntimeException e) {
            throw Progress.add(e, done);
        }
    }

    /// Moves bytes from here into a pipe, without memory of ours: splice(2).
    ///
    /// @param length how many at most, 1 or more
    /// @return how many; 0 at the end of the file
    public int spliceTo(Fd<? extends FileKind.Sink> pipe, long offset, int length) {
        return run(Splice.of(file.fd, pipe, length).fromOffset(requireOffset(offset)));
    }

    /// Moves bytes from a pipe to here, without memory of ours: splice(2).
    ///
    /// @param length how many at most, 1 or more
    /// @return how many; 0 at the end of the pipe
    public int spliceFrom(Fd<? extends FileKind.Source> pipe, long offset, int length) {
        return run(Splice.of(pipe, file.fd, length).toOffset(requireOffset(offset)));
    }

    /// Waits until content and metadata are on the disk: fsync(2). Not ordered after writes that
    /// other threads have under way.
    public void sync() {
        run(Sync.of(file.fd));
    }

    /// Waits until the content is on the disk, and of the metadata what is needed to read it:
    /// fdatasync(2).
    public void syncData() {
        run(Sync.dataOf(file.fd));
    }

    /// Gives a range its place on the disk, or takes it: fallocate(2).
    ///
    /// @param length in bytes, 1 or more
    /// @param modes none: the range is allocated, and the file grows up to its end
    public void allocate(long offset, long length, AllocateMode... modes) {
        run(Allocate.of(file.fd, offset, length, modes));
    }

    /// Cuts the file, or makes it longer by a hole. The ring can since 6.9; before, a thread of the
    /// pool does it.
    ///
    /// @param size in bytes, 0 or more
    public void truncate(long size) {
        file.enter();
        try {
            withoutRing.run(
                    Truncate.of(file.fd, size), held(calls -> calls.truncate(fd().number(), size)));
        } finally {
            file.leave();
        }
    }

    /// What the file is like: statx(2).
    public FileStatus status() {
        return run(Status.of(file.fd));
    }

    /// Its size in bytes.
    public long size() {
        return status().size();
    }

    /// Its permissions: fchmod(2), for which the ring has nothing; a thread of the pool does it.
    ///
    /// @param bits of chmod(2), 0 to 07777
    public void setPermissions(int bits) {
        withoutRing.call("fchmod of " + this, held(calls -> calls.changeMode(fd().number(), bits)));
    }

    /// The fd, for operations of one's own; it stays this object's to close.
    public Fd<FileKind.Any> fd() {
        return file.fd;
    }

    /// Its loop.
    public Loop loop() {
        return file.loop;
    }

    /// Which way its reads and writes take.
    public FilePolicy policy() {
        return policy;
    }

    /// Which way they took.
    public FileCounts counts() {
        return new FileCounts(inline.reads(), ringReads, inline.writes(), ringWrites);
    }

    /// Takes no more calls, which fail with [TaskException.Closed] from now on, and closes the
    /// file: now, or behind the last call under way. Closing it again does nothing.
    @Override
    public void close() {
        file.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /// Runs an operation of this file's.
    <R> R run(Op<R> operation) {
        file.enter();
        try {
            return file.loop.run(operation, null).take();
        } finally {
            file.leave();
        }
    }

    /// A call for the pool, which may still be at it when its caller has left and closed the file.
    ToLongFunction<FileCalls> held(ToLongFunction<FileCalls> call) {
        return calls -> {
            file.enter();
            try {
                return call.applyAsLong(calls);
            } finally {
                file.leave();
            }
        };
    }

    private int read(long offset, OwnedBuffer buffer, long start, int length) {
        file.enter();
        try {
            int result = inline.read(buffer, start, length, offset);
            if (result != InlineWay.TAKE_RING) {
                return result > 0 ? result : ended(result, length);
            }
            ringReads++;
            Span span = new Span(buffer, start, length);
            Read read = offset < 0 ? Read.from(file.fd, span) : Read.at(file.fd, offset, span);
            result = moved(read);
            return result > 0 ? result : ended(result, length);
        } finally {
            file.leave();
        }
    }

    /// A read of nothing: the end, unless nothing was asked for.
    private int ended(int result, int length) {
        if (result < 0) {
            return refused("read", result);
        }
        return length == 0 ? 0 : -1;
    }

    private int write(long offset, OwnedBuffer buffer, long start, int length) {
        file.enter();
        try {
            int result = inline.write(buffer, start, length, offset);
            if (result != InlineWay.TAKE_RING) {
                return result >= 0 ? result : refused("write", result);
            }
            ringWrites++;
            Span span = new Span(buffer, start, length);
            Write write = offset < 0 ? Write.to(file.fd, span) : Write.at(file.fd, offset, span);
            return moved(write);
        } finally {
            file.leave();
        }
    }

    private int moved(Op<Transfer> operation) {
        return file.loop.run(operation, null).take().bytes();
    }

    private int refused(String call, int result) {
        throw Refusal.of(result, call + " of " + this + (isDirect ? ", O_DIRECT" : ""));
    }

    private void writeAll(long offset, Span from) {
        int done = 0;
        try {
            while (done < from.length()) {
                Span left = Spans.from(from, done);
                int bytes = offset < 0 ? write(left) : writeAt(offset + done, left);
                done += requireProgress(bytes);
            }
        } catch (RuntimeException e) {
            throw Progress.add(e, done);
        }
    }

    /// A write of nothing would be repeated for ever.
    private int requireProgress(int bytes) {
        return bytes > 0 ? bytes : refused("write of no bytes", Errno.EIO.negative());
    }

    private static long requireOffset(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset: " + offset + ", expected 0 or more");
        }
        return offset;
    }
}
