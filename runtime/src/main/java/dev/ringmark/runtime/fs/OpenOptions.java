package dev.ringmark.runtime.fs;

import dev.ringmark.runtime.op.OpenFlag;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a file is opened: an immutable value, each method gives another one.
///
/// Combinations that mean nothing are refused when the file is opened, before the kernel is asked.
public final class OpenOptions {

    private enum Option {
        READ,
        WRITE,
        APPEND,
        CREATE,
        CREATE_NEW,
        TRUNCATE,
        TEMPORARY,
        DIRECT,
        DATA_SYNC,
        NO_FOLLOW
    }

    private static final int MODE_MAX = 07777;
    private static final OpenOptions NONE = new OpenOptions(Set.of(), 0666, null);

    private final Set<Option> options;
    private final int mode;
    private final @Nullable FilePolicy policy;

    private OpenOptions(Set<Option> options, int mode, @Nullable FilePolicy policy) {
        this.options = options;
        this.mode = mode;
        this.policy = policy;
    }

    /// To be read.
    public static OpenOptions reading() {
        return NONE.with(Option.READ);
    }

    /// To be written.
    public static OpenOptions writing() {
        return NONE.with(Option.WRITE);
    }

    /// To be read and written.
    public static OpenOptions updating() {
        return reading().with(Option.WRITE);
    }

    /// To be written at its end, whatever the offset (O_APPEND).
    public static OpenOptions appending() {
        return NONE.with(Option.APPEND);
    }

    /// To be written from the start: made if it isn't there, emptied if it is.
    public static OpenOptions replacing() {
        return writing().create().truncate();
    }

    /// Makes the file if it isn't there; to be written, too.
    public OpenOptions create() {
        return with(Option.CREATE);
    }

    /// Makes the file, and fails with -EEXIST if it is there; to be written, too.
    public OpenOptions createNew() {
        return with(Option.CREATE_NEW);
    }

    /// Empties it; to be written, too, and not appended to.
    public OpenOptions truncate() {
        return with(Option.TRUNCATE);
    }

    /// A file without a name in the directory that the path names (O_TMPFILE); to be written, too.
    public OpenOptions temporary() {
        return with(Option.TEMPORARY);
    }

    /// Past the page cache (O_DIRECT): address, offset and length are multiples of the device's
    /// block size, 512 or 4096. Takes the ring always.
    public OpenOptions direct() {
        return with(Option.DIRECT);
    }

    /// Each write ends when its data is on the disk (O_DSYNC). Takes the ring always.
    public OpenOptions dataSync() {
        return with(Option.DATA_SYNC);
    }

    /// Fails with -ELOOP if the path ends in a symbolic link.
    public OpenOptions noFollow() {
        return with(Option.NO_FOLLOW);
    }

    /// The permissions of a new file, which the umask narrows; 0666 if nothing is said.
    ///
    /// @param bits of chmod(2), 0 to 07777
    public OpenOptions mode(int bits) {
        if (bits < 0 || bits > MODE_MAX) {
            throw new IllegalArgumentException("bits: " + bits + ", expected 0.." + MODE_MAX);
        }
        return new OpenOptions(options, bits, policy);
    }

    /// Which way its reads and writes take; the file system's if nothing is said.
    public OpenOptions policy(FilePolicy other) {
        return new OpenOptions(options, mode, other);
    }

    int mode() {
        return mode;
    }

    @Nullable FilePolicy policy() {
        return policy;
    }

    /// Whether no read or write can be done by the page cache alone.
    boolean isPastCache() {
        return options.contains(Option.DIRECT) || options.contains(Option.DATA_SYNC);
    }

    boolean isDirect() {
        return options.contains(Option.DIRECT);
    }

    /// The flags, once they were found to make sense.
    ///
    /// @throws IllegalArgumentException when they don't
    OpenFlag[] flags() {
        boolean writes = options.contains(Option.WRITE) || options.contains(Option.APPEND);
        refuse(!writes && !options.contains(Option.READ), "none of reading, writing, appending");
        refuse(!writes && options.contains(Option.CREATE), "create without writing or appending");
        refuse(
                !writes && options.contains(Option.CREATE_NEW),
                "createNew without writing or appending");
        refuse(!writes && options.contains(Option.TEMPORARY), "temporary without writing");
        boolean truncates = options.contains(Option.TRUNCATE);
        refuse(!writes && truncates, "truncate without writing");
        refuse(options.contains(Option.APPEND) && truncates, "truncate together with appending");
        refuse(
                options.contains(Option.TEMPORARY)
                        && (options.contains(Option.CREATE)
                                || options.contains(Option.CREATE_NEW)
                                || truncates),
                "temporary together with create, createNew or truncate");
        EnumSet<OpenFlag> flags = EnumSet.noneOf(OpenFlag.class);
        if (writes) {
            flags.add(options.contains(Option.READ) ? OpenFlag.READ_WRITE : OpenFlag.WRITE_ONLY);
        }
        if (options.contains(Option.CREATE_NEW)) {
            flags.add(OpenFlag.CREATE);
            flags.add(OpenFlag.EXCLUSIVE);
        }
        add(flags, Option.CREATE, OpenFlag.CREATE);
        add(flags, Option.APPEND, OpenFlag.APPEND);
        add(flags, Option.TRUNCATE, OpenFlag.TRUNCATE);
        add(flags, Option.TEMPORARY, OpenFlag.TEMPORARY);
        add(flags, Option.DIRECT, OpenFlag.DIRECT);
        add(flags, Option.DATA_SYNC, OpenFlag.DATA_SYNC);
        add(flags, Option.NO_FOLLOW, OpenFlag.NO_FOLLOW);
        return flags.toArray(OpenFlag[]::new);
    }

    @Override
    public String toString() {
        return options.toString();
    }

    private void add(Set<OpenFlag> flags, Option option, OpenFlag flag) {
        if (options.contains(option)) {
            flags.add(flag);
        }
    }

    private void refuse(boolean isWrong, String what) {
        if (isWrong) {
            throw new IllegalArgumentException(
                    "options: " + this + ", expected a combination without: " + what);
        }
    }

    private OpenOptions with(Option option) {
        EnumSet<Option> more = EnumSet.of(option);
        more.addAll(options);
        return new OpenOptions(more, mode, policy);
    }
}
