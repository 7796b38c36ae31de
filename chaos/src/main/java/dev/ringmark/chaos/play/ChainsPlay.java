package dev.ringmark.chaos.play;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chains of which each member begins when the one before it has ended: behind a failure or a
/// short read nothing of the chain happens, unless the link is a hard one.
final class ChainsPlay extends Play {

    private static final int SIZE = 8;
    private static final int POLLOUT = 4;
    private static final int CANCELED = Errno.ECANCELED.negative();

    /// A member: a NOP that fails or not, or a read.
    private final class Member extends Operation {

        final int wanted;
        final @Nullable MemorySegment cell;
        final boolean throwsAtPrepare;
        final int serial = ++made;
        boolean isTold;
        boolean isBack;
        int result = Integer.MIN_VALUE;
        int at;

        Member(int wanted, @Nullable MemorySegment cell, boolean throwsAtPrepare) {
            alive.add(this);
            this.wanted = wanted;
            this.cell = cell;
            this.throwsAtPrepare = throwsAtPrepare;
        }

        @Override
        protected void prepare(Sqe sqe) {
            if (throwsAtPrepare) {
                thrown++;
                throw new IllegalStateException("thrown on purpose");
            }
            if (cell != null) {
                sqe.prepare(Opcode.READ, pipe[0], cell.address(), SIZE, 0);
            } else if (injects) {
                sqe.prepare(Opcode.NOP, -1, 0, wanted, 0)
                        .operationFlags(NopFlag.INJECT_RESULT.bits());
            } else {
                sqe.prepare(Opcode.NOP, -1, 0, 0, 0);
            }
        }

        @Override
        protected int quietResult() {
            return cell == null ? 0 : SIZE;
        }

        Member drained() {
            isDrained = true;
            return this;
        }

        boolean drains() {
            return isDrained;
        }

        @Override
        protected void completed(int cqeResult, int flags, boolean isLast) {
            result = cqeResult;
            tell();
        }

        @Override
        protected void abandoned(EndReason reason) {
            result = Errno.ECANCELED.negative();
            tell();
        }

        @Override
        protected void released() {
            check(isTold && !isBack, Invariant.I_01, "released without an outcome, or twice");
            boolean isKept = cell != null && isTheKernels(cell);
            check(!isKept, Invariant.I_04, "released while the kernel has its memory");
            isBack = true;
        }

        private void tell() {
            check(!isTold, Invariant.I_01, "told twice");
            isTold = true;
            at = ++told;
            alive.remove(this);
            if (result != CANCELED) {
                judgeDrain(this);
            }
        }

        /// Whether an IO_LINK behind it holds.
        boolean keepsLink() {
            return result >= 0 && (cell == null || result == SIZE);
        }
    }

    /// A chain, with what ties its members.
    private record Chain(List<Member> members, List<SqeFlag> links) {

        boolean isBack() {
            return members.stream().allMatch(each -> each.isBack);
        }
    }

    private final int[] pipe = new int[2];
    private final List<Chain> chains = new ArrayList<>();
    private final boolean injects;
    private final int permits;
    private final boolean isTorn;
    private final List<Member> alive = new ArrayList<>();
    private int made;
    private int told;
    private int thrown;

    ChainsPlay(Stage stage) {
        super(stage);
        injects = stage.shape().profile().has(NopFlag.INJECT_RESULT);
        permits = stage.shape().permits();
        isTorn = stage.plan().draws(FaultKind.ENTER_SHORT);
        kernel.calls().pipe(pipe, 0);
    }

    @Override
    void act(int action, int argument) {
        switch (action) {
            case 0, 1, 2, 3, 4 -> start(2 + argument % 3, argument >>> 2);
            case 5 -> {
                Member alone = new Member(0, null, false);
                if (!driver.start(argument % 3 == 0 ? alone.drained() : alone).isTaken()) {
                    alive.remove(alone);
                }
            }
            case 6 -> {
                if (!chains.isEmpty()) {
                    List<Member> members = chains.get(argument % chains.size()).members;
                    driver.cancel(members.get(argument % members.size()));
                }
            }
            case 7, 8 -> write(argument % 5 == 0 ? 3 : SIZE);
            case 9 -> driver.await(driver.now() + (1L << (argument & 0xf)));
            default -> driver.step(1 << (argument & 7));
        }
        dropEnded();
    }

    private void dropEnded() {
        for (Chain chain : List.copyOf(chains)) {
            if (chain.isBack()) {
                judge(chain);
                chains.remove(chain);
            }
        }
    }

    /// What was drained begins behind all that was taken before it, and before all behind it.
    private void judgeDrain(Member ended) {
        for (Member other : alive) {
            boolean isAhead = ended.drains() && other.serial < ended.serial;
            boolean isHeldUp = other.drains() && other.serial < ended.serial;
            check(
                    !isAhead && !isHeldUp,
                    Invariant.I_17,
                    "an operation passed one before it, of which one was drained");
        }
    }

    private void start(int count, int argument) {
        // What is torn off a quiet chain leaves its beginning unheard (QuietChainTest).
        boolean isQuiet = !isTorn && (argument >>> 12 & 3) == 0;
        Member[] members = new Member[count];
        SqeFlag[] links = new SqeFlag[count - 1];
        for (int at = 0; at < count; at++) {
            int dice = (argument >>> (3 * at)) & 7;
            MemorySegment cell = dice == 0 || dice == 1 ? cell(SIZE) : null;
            int wanted = dice == 2 ? Errno.EIO.negative() : isQuiet ? 0 : dice;
            int mask = isQuiet ? 0x1f : 0x1ff;
            boolean throwsAtPrepare = (argument & mask) == (0x155 & mask) && at == count - 1;
            members[at] = new Member(wanted, cell, throwsAtPrepare);
            if (dice == 5 && at == 0) {
                members[at].drained();
            }
            if (at < count - 1) {
                links[at] = dice == 3 && !isQuiet ? SqeFlag.IO_HARDLINK : SqeFlag.IO_LINK;
            }
        }
        boolean fits = count <= Math.min(driver.ring().sqEntries(), permits);
        if (fits && start(isQuiet, members, links).isTaken()) {
            chains.add(new Chain(List.of(members), List.of(links)));
        } else {
            alive.removeAll(List.of(members));
        }
    }

    private Admission start(boolean isQuiet, Member[] members, SqeFlag[] links) {
        return isQuiet ? driver.startQuietChain(members) : driver.startChain(members, links);
    }

    private void write(int count) {
        MemorySegment cell = cell(SIZE);
        if (cell != null && kernel.calls().poll(pipe[1], POLLOUT, 0) > 0) {
            kernel.calls().write(pipe[1], cell.asSlice(0, count));
        }
    }

    /// What came of a chain that has ended.
    private void judge(Chain chain) {
        for (int at = 1; at < chain.members.size(); at++) {
            Member before = chain.members.get(at - 1);
            Member member = chain.members.get(at);
            boolean isHard = chain.links.get(at - 1) == SqeFlag.IO_HARDLINK;
            boolean mayRun = isHard || before.keepsLink();
            check(
                    mayRun || member.result == CANCELED,
                    Invariant.I_17,
                    "member %d had %d behind %d".formatted(at, member.result, before.result));
            boolean ran = member.result != CANCELED;
            check(
                    !ran || before.at < member.at,
                    Invariant.I_17,
                    "member " + at + " ended before the one that it follows");
        }
        for (Member member : chain.members) {
            boolean isOwn = member.cell != null || !injects || member.result == member.wanted;
            check(
                    isOwn || member.result == CANCELED,
                    Invariant.I_05,
                    "a member got " + member.result + ", expected " + member.wanted);
        }
    }

    @Override
    void compare() {}

    @Override
    int thrown() {
        return thrown;
    }

    @Override
    boolean isAtRest() {
        dropEnded();
        return chains.isEmpty();
    }

    @Override
    void help() {
        write(SIZE);
    }

    @Override
    void end() {
        kernel.close(pipe[0]);
        kernel.close(pipe[1]);
    }
}
