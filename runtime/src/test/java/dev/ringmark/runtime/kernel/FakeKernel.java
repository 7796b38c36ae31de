package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.CqeLayout;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.MmapOffset;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/// A kernel of plain memory for tests of the arithmetic above the seam: one ring, on which every
/// SQE completes at once as a NOP does, and a clock that only waiting moves.
///
/// Takes flags that the kernel under the tests may not know, such as SQE_MIXED (6.19), and has only
/// the features it is told to have.
public final class FakeKernel implements Kernel {

    /// One enter that was made.
    public record Enter(int fd, int toSubmit, int minComplete, int flags) {}

    /// One register call that was made.
    public record Register(int fd, int operation, int count) {}

    private static final int FD = 77;
    private static final int CQ_AT = 64;
    private static final int CQES_AT = 128;

    private final List<Enter> enters = new ArrayList<>();
    private final List<Register> registers = new ArrayList<>();
    private final List<String> consumed = new ArrayList<>();
    private final List<String> maps = new ArrayList<>();
    private final List<Integer> closed = new ArrayList<>();
    private final int features;
    private MemorySegment params = MemorySegment.NULL;
    private MemorySegment rings = MemorySegment.NULL;
    private MemorySegment sqes = MemorySegment.NULL;
    private int sqEntries;
    private int cqEntries;
    private int firstIndex;
    private int enterAnswer;
    private int pollAnswer;
    private int registerAnswer;
    private int openMappings;
    private long nanos = 1_000_000L;

    public FakeKernel(FeatureBit... features) {
        this.features = UapiConstant.bitsOf(List.of(features));
    }

    /// The enters so far.
    public List<Enter> enters() {
        return enters;
    }

    /// The register calls so far.
    public List<Register> registers() {
        return registers;
    }

    /// The SQEs taken so far, as `slot opcode flags`.
    public List<String> consumed() {
        return consumed;
    }

    /// The regions mapped so far.
    public List<String> maps() {
        return maps;
    }

    /// The fds closed so far.
    public List<Integer> closed() {
        return closed;
    }

    /// How many mappings are open.
    public int openMappings() {
        return openMappings;
    }

    /// Lets all enters fail from now on, or work again with 0.
    public void failEnters(int answer) {
        enterAnswer = answer;
    }

    /// What register calls return from now on.
    public void answerRegisters(int answer) {
        registerAnswer = answer;
    }

    /// Lets poll(2) fail from now on.
    public void failPolls(int answer) {
        pollAnswer = answer;
    }

    /// Where the four indices of the next ring start: on the eve of their overflow, say.
    public void startAt(int index) {
        firstIndex = index;
    }

    /// Posts a CQE.
    public void complete(long userData, int result, int flags) {
        int tail = rings.get(JAVA_INT, CQ_AT + 4);
        long entry = CQES_AT + (long) (tail & (cqEntries - 1)) * CqeLayout.SIZE;
        rings.set(JAVA_LONG, entry + CqeLayout.USER_DATA, userData);
        rings.set(JAVA_INT, entry + CqeLayout.RES, result);
        rings.set(JAVA_INT, entry + CqeLayout.FLAGS, flags);
        rings.set(JAVA_INT, CQ_AT + 4, tail + 1);
    }

    @Override
    public String binding() {
        return "fake";
    }

    @Override
    public String release() {
        return "0.0";
    }

    @Override
    public int setup(int entries, MemorySegment asked) {
        params = asked;
        sqEntries = entries;
        cqEntries = 2 * entries;
        rings = Arena.ofAuto().allocate(CQES_AT + 1024L, 64);
        sqes = Arena.ofAuto().allocate(entries * SqeLayout.SIZE, 64);
        for (int at : new int[] {0, 4, CQ_AT, CQ_AT + 4}) {
            rings.set(JAVA_INT, at, firstIndex);
        }
        params.set(JAVA_INT, ParamsLayout.SQ_ENTRIES, sqEntries);
        params.set(JAVA_INT, ParamsLayout.CQ_ENTRIES, cqEntries);
        params.set(JAVA_INT, ParamsLayout.FEATURES, features);
        params.set(JAVA_INT, ParamsLayout.SQ_OFF_TAIL, 4);
        params.set(JAVA_INT, ParamsLayout.SQ_OFF_FLAGS, 8);
        params.set(JAVA_INT, ParamsLayout.SQ_OFF_DROPPED, 12);
        params.set(JAVA_INT, ParamsLayout.SQ_OFF_ARRAY, 512);
        params.set(JAVA_INT, ParamsLayout.CQ_OFF_HEAD, CQ_AT);
        params.set(JAVA_INT, ParamsLayout.CQ_OFF_TAIL, CQ_AT + 4);
        params.set(JAVA_INT, ParamsLayout.CQ_OFF_FLAGS, CQ_AT + 8);
        params.set(JAVA_INT, ParamsLayout.CQ_OFF_OVERFLOW, CQ_AT + 12);
        params.set(JAVA_INT, ParamsLayout.CQ_OFF_CQES, CQES_AT);
        return FD;
    }

    @Override
    public int enter(
            int fd,
            int toSubmit,
            int minComplete,
            int flags,
            MemorySegment argument,
            long argumentSize) {
        enters.add(new Enter(fd, toSubmit, minComplete, flags));
        if (enterAnswer < 0) {
            return enterAnswer;
        }
        int head = rings.get(JAVA_INT, 0);
        int count = Math.min(toSubmit, rings.get(JAVA_INT, 4) - head);
        for (int slot = 0; slot < count; slot++) {
            slot += take(head + slot);
        }
        rings.set(JAVA_INT, 0, head + count);
        return count;
    }

    /// @return how many more slots the SQE has
    private int take(int index) {
        int slot = index & (sqEntries - 1);
        long at = slot * SqeLayout.SIZE;
        int opcode = sqes.get(JAVA_BYTE, at + SqeLayout.OPCODE);
        int sqeFlags = sqes.get(JAVA_BYTE, at + SqeLayout.FLAGS);
        consumed.add(slot + " " + opcode + " " + sqeFlags);
        if ((sqeFlags & SqeFlag.CQE_SKIP_SUCCESS.bits()) == 0) {
            complete(sqes.get(JAVA_LONG, at + SqeLayout.USER_DATA), 0, 0);
        }
        boolean mixed =
                (params.get(JAVA_INT, ParamsLayout.FLAGS) & SetupFlag.SQE_MIXED.bits()) != 0;
        return mixed && opcode == Opcode.NOP128.bits() ? 1 : 0;
    }

    @Override
    public int register(int fd, int operation, MemorySegment argument, int count) {
        registers.add(new Register(fd, operation, count));
        return registerAnswer;
    }

    @Override
    public Mapping map(int fd, long offset, long size) {
        if (offset == MmapOffset.SQES.value()) {
            maps.add("SQES");
            return new Plain(sqes.asSlice(0, size));
        }
        maps.add(offset == MmapOffset.SQ_RING.value() ? "SQ_RING" : "CQ_RING");
        return new Plain(rings.asSlice(0, size));
    }

    @Override
    public Mapping allocatePages(long size) {
        return new Plain(Arena.ofAuto().allocate(size, 4096));
    }

    @Override
    public int close(int fd) {
        closed.add(fd);
        return fd == FD ? 0 : Errno.EBADF.negative();
    }

    /// Only poll(2), which passes the time.
    @Override
    public SystemCalls calls() {
        return (SystemCalls)
                Proxy.newProxyInstance(
                        SystemCalls.class.getClassLoader(),
                        new Class<?>[] {SystemCalls.class},
                        (_, method, arguments) -> {
                            if (!method.getName().equals("poll")) {
                                throw new UnsupportedOperationException(method.getName());
                            }
                            nanos += (int) arguments[2] * 1_000_000L;
                            return pollAnswer;
                        });
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long random() {
        return 0;
    }

    private final class Plain implements Mapping {

        private final MemorySegment memory;

        Plain(MemorySegment memory) {
            this.memory = memory;
            openMappings++;
        }

        @Override
        public MemorySegment memory() {
            return memory;
        }

        @Override
        public int doNotFork() {
            return 0;
        }

        @Override
        public void close() {
            openMappings--;
        }
    }
}
