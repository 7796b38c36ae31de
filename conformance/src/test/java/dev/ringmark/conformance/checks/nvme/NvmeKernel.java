package dev.ringmark.conformance.checks.nvme;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.LyingKernel;
import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Mapping;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.MmapOffset;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/// The host's kernel with an NVMe disk that it has not: a file in memory, polled in name only.
///
/// An IOPOLL ring becomes a plain one that gets nothing to do until somebody polls; a command
/// becomes a read of the file, or a NOP whose result is told to be another one.
final class NvmeKernel extends ForwardingKernel {

    static final String DISK = "/dev/nvme9n1";
    static final int BLOCK_SIZE = 512;
    static final int BLOCKS = 64;

    /// A command as it is found on a ring.
    record Command(int operation, int namespace, long block, boolean wide) {

        /// What an honest kernel and its disk make of it.
        int result() {
            if (!wide) {
                return Errno.EOPNOTSUPP.negative();
            }
            if (operation != NvmeCommand.IO) {
                return Errno.ENOTTY.negative();
            }
            if (namespace != 1) {
                return Errno.EINVAL.negative();
            }
            return block < BLOCKS ? 0 : 0x4000 | NvmeCommand.LBA_OUT_OF_RANGE;
        }
    }

    private final Map<Integer, MemorySegment> params = new HashMap<>();
    private final Map<Integer, MemorySegment> sqes = new HashMap<>();
    private final Map<Long, Integer> results = new HashMap<>();
    private final int file;
    private final Path sysfs;
    private ToIntFunction<Command> answer = Command::result;
    private long shift;
    private int postponed;
    private boolean waitsForPoll = true;
    private long hurry;
    private long leapNs;

    /// @param sysfs where the files are that describe the disk
    NvmeKernel(Path sysfs) {
        super(Kernel.host());
        this.sysfs = sysfs;
        try (Arena arena = Arena.ofConfined()) {
            file = delegate().calls().memoryFile("disk", 0);
            delegate().calls().write(file, arena.allocate((long) BLOCKS * BLOCK_SIZE));
        }
    }

    /// Answers commands otherwise than an honest kernel.
    NvmeKernel answering(ToIntFunction<Command> lie) {
        answer = lie;
        return this;
    }

    /// Reads from a wrong place.
    NvmeKernel readingElsewhere() {
        shift = BLOCK_SIZE;
        return this;
    }

    /// Completes without being polled.
    NvmeKernel interrupting() {
        waitsForPoll = false;
        return this;
    }

    /// Has a clock that leaps, so that nobody waits long in vain.
    NvmeKernel hurried() {
        hurry = Duration.ofSeconds(1).toNanos();
        return this;
    }

    /// This kernel as checks see it.
    LyingKernel told() {
        return new LyingKernel(this)
                .cqes(
                        (honest, opcode) -> {
                            int result = results.getOrDefault(honest.userData(), honest.result());
                            return List.of(new Completion(honest.userData(), result, 0));
                        });
    }

    @Override
    public int setup(int entries, MemorySegment asked) {
        MemorySegment own = Arena.ofAuto().allocate(ParamsLayout.LAYOUT).copyFrom(asked);
        int flags = asked.get(JAVA_INT, ParamsLayout.FLAGS);
        asked.set(JAVA_INT, ParamsLayout.FLAGS, flags & ~SetupFlag.IOPOLL.bits());
        int fd = super.setup(entries, asked);
        params.put(fd, own);
        return fd;
    }

    @Override
    public Mapping map(int fd, long offset, long size) {
        Mapping mapping = super.map(fd, offset, size);
        if (offset == MmapOffset.SQES.value()) {
            sqes.put(fd, mapping.memory());
        }
        return mapping;
    }

    @Override
    public int enter(
            int fd,
            int toSubmit,
            int minComplete,
            int flags,
            MemorySegment argument,
            long argumentSize) {
        if (has(fd, SetupFlag.IOPOLL) && waitsForPoll) {
            if ((flags & EnterFlag.GETEVENTS.bits()) == 0) {
                postponed += toSubmit;
                return toSubmit;
            }
            translate(fd);
            int taken = postponed + toSubmit;
            postponed = 0;
            return super.enter(fd, taken, minComplete, flags, argument, argumentSize);
        }
        translate(fd);
        return super.enter(fd, toSubmit, minComplete, flags, argument, argumentSize);
    }

    @Override
    public int close(int fd) {
        params.remove(fd);
        sqes.remove(fd);
        return super.close(fd);
    }

    @Override
    public long nanoTime() {
        leapNs += hurry;
        return super.nanoTime() + leapNs;
    }

    @Override
    public SystemCalls calls() {
        return (SystemCalls)
                Proxy.newProxyInstance(
                        SystemCalls.class.getClassLoader(),
                        new Class<?>[] {SystemCalls.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("open")) {
                                // The disk's own flags (O_DIRECT) are nothing for a file in memory.
                                arguments[0] = elsewhere((String) arguments[0]);
                                arguments[1] = 2;
                            }
                            return method.invoke(super.calls(), arguments);
                        });
    }

    private String elsewhere(String path) {
        return path.equals(DISK) || path.equals("/dev/ng9n1")
                ? "/proc/self/fd/" + file
                : sysfs.resolve(path.substring(path.lastIndexOf('/') + 1)).toString();
    }

    private boolean has(int fd, SetupFlag flag) {
        MemorySegment asked = params.get(fd);
        return asked != null && (asked.get(JAVA_INT, ParamsLayout.FLAGS) & flag.bits()) != 0;
    }

    /// Makes of each command on the ring what this kernel can do.
    private void translate(int fd) {
        MemorySegment entries = sqes.get(fd);
        if (entries == null) {
            return;
        }
        long size = has(fd, SetupFlag.SQE128) ? 2 * SqeLayout.SIZE : SqeLayout.SIZE;
        for (long at = 0; at + size <= entries.byteSize(); at += size) {
            MemorySegment entry = entries.asSlice(at, size);
            int opcode = entry.get(JAVA_BYTE, SqeLayout.OPCODE);
            if (opcode == Opcode.URING_CMD.bits()) {
                translate(entry);
            } else if (opcode == Opcode.READ.bits()) {
                entry.set(JAVA_LONG, SqeLayout.OFF, shift);
            }
        }
    }

    private void translate(MemorySegment entry) {
        boolean wide = entry.byteSize() > SqeLayout.SIZE;
        Command command =
                new Command(
                        entry.get(JAVA_INT, SqeLayout.OFF),
                        entry.get(JAVA_INT, SqeLayout.ADDR3 + 4),
                        wide ? entry.get(JAVA_LONG, SqeLayout.ADDR3 + 40) : 0,
                        wide);
        results.put(entry.get(JAVA_LONG, SqeLayout.USER_DATA), answer.applyAsInt(command));
        boolean reads = wide && command.result() == 0;
        entry.set(JAVA_BYTE, SqeLayout.OPCODE, reads ? (byte) Opcode.READ.bits() : 0);
        entry.set(JAVA_LONG, SqeLayout.OFF, reads ? command.block() * BLOCK_SIZE + shift : 0);
        entry.set(JAVA_LONG, SqeLayout.ADDR, reads ? entry.get(JAVA_LONG, 72) : 0);
        entry.set(JAVA_INT, SqeLayout.LEN, reads ? ScratchDisk.SIZE : 0);
        entry.set(JAVA_LONG, SqeLayout.ADDR3, 0);
    }
}
