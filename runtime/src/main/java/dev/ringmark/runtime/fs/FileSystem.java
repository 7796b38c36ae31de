package dev.ringmark.runtime.fs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.FileStatus;
import dev.ringmark.runtime.op.Link;
import dev.ringmark.runtime.op.MakeDirectory;
import dev.ringmark.runtime.op.Open;
import dev.ringmark.runtime.op.OpenFlag;
import dev.ringmark.runtime.op.Rename;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.op.Status;
import dev.ringmark.runtime.op.SymbolicLink;
import dev.ringmark.runtime.op.Tee;
import dev.ringmark.runtime.op.Unlink;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.uapi.Errno;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Files and paths by a loop's ring.
///
/// Made once per loop and used by all its tasks, and from any other thread at the price of a
/// hand-over. All calls block, and end as [File]'s do. Relative paths start from the process's
/// working directory. Paths are opened and changed by the ring where the kernel has the opcode
/// ([#fallbacks()] says where it hasn't); permissions, reading links and directories, attributes'
/// lists and watches have none in any kernel (7.0), and are done by plain calls on a thread of
/// [dev.ringmark.runtime.task.BlockingPool#shared()].
public final class FileSystem {

    /// How deep a walk goes at most.
    public static final int DEPTH_MAX = 256;

    private static final int LINK_SIZE_MAX = 4096;
    private static final int REMOVE_DIRECTORY = 0x200; // AT_REMOVEDIR of fcntl.h

    private final Loop loop;
    private final FilePolicy policy;
    private final WithoutRing withoutRing;

    private FileSystem(Loop loop, FilePolicy policy) {
        this.loop = loop;
        this.policy = policy;
        withoutRing = new WithoutRing(loop);
    }

    /// The files of a loop, by the cheapest way.
    public static FileSystem on(Loop loop) {
        return on(loop, FilePolicy.ADAPTIVE);
    }

    /// The files of a loop.
    ///
    /// @param policy which way reads and writes take, unless the options of a file say otherwise
    public static FileSystem on(Loop loop, FilePolicy policy) {
        return new FileSystem(loop, policy);
    }

    /// Opens a file; it is never inherited by child processes.
    ///
    /// @throws IllegalArgumentException when the options mean nothing together
    /// @throws RingException when the kernel refuses: -ENOENT, -EEXIST, -EACCES
    public File open(Path path, OpenOptions options) {
        OpenFlag[] flags = options.flags();
        Fd<FileKind.Any> fd =
                loop.run(Open.path(path.toString(), flags).mode(options.mode()), null).take();
        FilePolicy way = Objects.requireNonNullElse(options.policy(), policy);
        return new File(new OpenFile(loop, fd, path.toString()), way, options, withoutRing);
    }

    /// Opens a directory to read its names.
    public Directory directory(Path path) {
        return new Directory(openWith(path, OpenFlag.DIRECTORY), withoutRing);
    }

    /// The content of a file.
    ///
    /// @param sizeMax how many bytes at most
    /// @throws IllegalStateException when there are more
    public byte[] read(Path path, int sizeMax) {
        try (File file = open(path, OpenOptions.reading())) {
            return file.readToEndAt(0, sizeMax);
        }
    }

    /// The content of a file, as UTF-8.
    ///
    /// @param sizeMax how many bytes at most
    public String readString(Path path, int sizeMax) {
        return new String(read(path, sizeMax), UTF_8);
    }

    /// Writes a file anew: makes it if it isn't there, replaces its content if it is. Not in one
    /// step: who reads meanwhile sees part of it.
    public void write(Path path, byte[] content) {
        try (File file = open(path, OpenOptions.replacing())) {
            if (content.length > 0) {
                file.writeAllAt(0, Span.of(content));
            }
        }
    }

    /// Copies a file: content and permissions, holes as holes, without moving the data through
    /// this process where the kernel can (copy_file_range(2), then splice(2), then read and write).
    ///
    /// @return how many bytes, without holes
    /// @throws RuntimeException what ended it, with how much was copied before
    ///     ([dev.ringmark.runtime.io.Progress#of]); the copy is left as it is
    public long copy(Path from, Path to) {
        try (File source = open(from, OpenOptions.reading())) {
            OpenOptions options = OpenOptions.replacing().mode(source.status().mode() & 07777);
            try (File target = open(to, options)) {
                return new FileCopy(source, target, withoutRing).copy();
            }
        }
    }

    /// Copies bytes from one pipe to another, and leaves them in the first: tee(2).
    ///
    /// @param length how many at most, 1 or more
    /// @return how many; 0 at the end of the first
    public int tee(
            Fd<? extends FileKind.PipeReader> from,
            Fd<? extends FileKind.PipeWriter> to,
            int length) {
        return loop.run(Tee.of(from, to, length), null).take();
    }

    /// What a file is like; symbolic links are followed.
    public FileStatus status(Path path) {
        return loop.run(Status.path(path.toString()), null).take();
    }

    /// The same, of a symbolic link itself.
    public FileStatus linkStatus(Path path) {
        return loop.run(Status.path(path.toString()).ofLink(), null).take();
    }

    /// What a file is like, or null when there is none.
    ///
    /// @param follows whether symbolic links are followed
    public @Nullable FileStatus find(Path path, boolean follows) {
        Status status = Status.path(path.toString());
        Completed<FileStatus> completed = loop.run(follows ? status : status.ofLink(), null);
        boolean isNone =
                completed.endReason() == null
                        && (completed.raw() == Errno.ENOENT.negative()
                                || completed.raw() == Errno.ENOTDIR.negative());
        return isNone ? null : completed.take();
    }

    /// Makes a directory.
    ///
    /// @param mode permissions as of chmod(2), 0 to 07777; the umask applies
    /// @throws RingException -EEXIST when there is something of that name
    public void makeDirectory(Path path, int mode) {
        withoutRing.run(
                MakeDirectory.path(path.toString(), mode),
                calls -> calls.makeDirectory(path.toString(), mode));
    }

    /// Makes a directory and those above it that are missing, as mkdir -p does.
    ///
    /// @param mode permissions of those that are made
    public void makeDirectories(Path path, int mode) {
        FileStatus there = find(path, true);
        if (there == null) {
            Path parent = path.getParent();
            if (parent != null) {
                makeDirectories(parent, mode);
            }
            try {
                makeDirectory(path, mode);
                return;
            } catch (RingException e) {
                if (e.result() != Errno.EEXIST.negative()) {
                    throw e;
                }
                there = status(path); // somebody else was faster
            }
        }
        if (!there.isDirectory()) {
            throw Refusal.of(Errno.ENOTDIR.negative(), "makeDirectories of " + path);
        }
    }

    /// Gives a file another name on the same file system.
    public void rename(Path from, Path to, RenameMode mode) {
        Rename plain = Rename.of(from.toString(), to.toString());
        Rename rename =
                switch (mode) {
                    case REPLACE -> plain;
                    case KEEP -> plain.withoutReplacing();
                    case EXCHANGE -> plain.exchanging();
                };
        withoutRing.run(rename, calls -> calls.rename(from.toString(), to.toString(), mode.bits));
    }

    /// Gives a file one more name on the same file system.
    public void link(Path from, Path to) {
        withoutRing.run(
                Link.of(from.toString(), to.toString()),
                calls -> calls.link(from.toString(), to.toString()));
    }

    /// Makes a symbolic link.
    ///
    /// @param target what it says, which need not exist
    public void symbolicLink(String target, Path path) {
        withoutRing.run(
                SymbolicLink.of(target, path.toString()),
                calls -> calls.symbolicLink(target, path.toString()));
    }

    /// Takes a name away, and the file with its last one once nobody has it open.
    public void unlink(Path path) {
        withoutRing.run(Unlink.file(path.toString()), calls -> calls.unlink(path.toString(), 0));
    }

    /// Takes an empty directory away.
    public void removeDirectory(Path path) {
        withoutRing.run(
                Unlink.directory(path.toString()),
                calls -> calls.unlink(path.toString(), REMOVE_DIRECTORY));
    }

    /// Sets permissions; symbolic links are followed. chmod(2) on a thread of the pool.
    ///
    /// @param bits of chmod(2), 0 to 07777
    public void setPermissions(Path path, int bits) {
        withoutRing.call("chmod of " + path, calls -> calls.changeMode(path.toString(), bits));
    }

    /// What a symbolic link says: readlink(2) on a thread of the pool.
    public String readLink(Path path) {
        return withoutRing.text(
                "readlink of " + path,
                LINK_SIZE_MAX,
                (calls, memory) -> calls.readLink(path.toString(), memory));
    }

    /// The path without links and dots. The ring opens it as a place (O_PATH), and the kernel's
    /// own name for that is read from /proc, which has to be mounted.
    public Path canonical(Path path) {
        try (File place = openWith(path, OpenFlag.PATH)) {
            return Path.of(readLink(Path.of("/proc/self/fd/" + place.fd().number())));
        }
    }

    /// Visits everything under a directory.
    ///
    /// @param depthMax how many levels, 1 to [#DEPTH_MAX]; each has one directory open
    public void walk(Path directory, int depthMax, WalkVisitor visitor) {
        boolean _ = new Walk(this, depthMax, visitor).under(directory, 1);
    }

    /// The extended attributes of files.
    public Attributes attributes() {
        return new Attributes(withoutRing);
    }

    /// A new watcher, which tells of changes: inotify(7).
    public Watcher watcher() {
        return new Watcher(withoutRing);
    }

    /// Its loop.
    public Loop loop() {
        return loop;
    }

    /// Which way reads and writes take, unless a file's options say otherwise.
    public FilePolicy policy() {
        return policy;
    }

    /// Which opcodes this kernel was found not to have, a line each, and what is done instead.
    public List<String> fallbacks() {
        return withoutRing.missing();
    }

    private File openWith(Path path, OpenFlag flag) {
        Fd<FileKind.Any> fd = loop.run(Open.path(path.toString(), flag), null).take();
        return new File(
                new OpenFile(loop, fd, path.toString()),
                FilePolicy.RING,
                OpenOptions.reading(),
                withoutRing);
    }
}
