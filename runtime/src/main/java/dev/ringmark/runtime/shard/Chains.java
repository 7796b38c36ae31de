package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.shard.Operation.Stage;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/// The chains that lie in the SQ, until the kernel has taken the whole of each.
///
/// A chain goes into the SQ at once, yet an enter may stop in the middle of it: where the kernel
/// refuses a member (seen on 5.10), or has no memory for one. It then closes the chain there, and
/// would take the rest as a chain of its own, that depends on nothing. That rest is still ours: it
/// becomes NOPs, and its operations end with [EndReason#CANCELLED].
///
/// In a quiet chain nobody hears of the end of what was taken then, unless it fails: those end with
/// [EndReason#QUARANTINED] and keep their memory.
final class Chains {

    /// A chain and the position of its first SQE.
    private static final class Written {

        final long start;
        final Operation[] members;

        Written(long start, Operation[] members) {
            this.start = start;
            this.members = members;
        }

        /// Whether the member's SQE is still the one that was written for it.
        boolean has(int index) {
            Operation member = members[index];
            return member.stage == Stage.IN_RING && member.position == start + index;
        }
    }

    private final Ring ring;
    private final Ledger ledger;
    private final boolean isPolled;
    private final Queue<Written> written = new ArrayDeque<>();

    Chains(Ring ring, Ledger ledger) {
        this.ring = ring;
        this.ledger = ledger;
        isPolled = ring.options().has(SetupFlag.SQPOLL);
    }

    /// Makes a chain of operations that are idle.
    ///
    /// @param max how many fit
    static Operation[] of(Operation[] members, SqeFlag[] links, int max) {
        if (members.length < 2 || members.length > max || links.length != members.length - 1) {
            throw new IllegalArgumentException(
                    "members: %d with %d links, expected 2..%d and one link less"
                            .formatted(members.length, links.length, max));
        }
        for (Operation member : members) {
            if (member.stage != Stage.IDLE || member instanceof Multishot) {
                throw new IllegalArgumentException(
                        "members: " + member + ", expected idle operations with one answer");
            }
        }
        for (SqeFlag link : links) {
            if (link != SqeFlag.IO_LINK && link != SqeFlag.IO_HARDLINK) {
                throw new IllegalArgumentException(
                        "links: " + link + ", expected IO_LINK or IO_HARDLINK");
            }
        }
        return members.clone();
    }

    /// Ties a chain that was admitted.
    static void tie(Operation[] chain, SqeFlag[] links, boolean isQuiet) {
        int skip = isQuiet ? SqeFlag.CQE_SKIP_SUCCESS.bits() : 0;
        for (int at = 0; at < chain.length; at++) {
            chain[at].chain = chain;
            chain[at].chainIndex = at;
            chain[at].linkBits = at < links.length ? links[at].bits() | skip : 0;
            chain[at].isQuiet = isQuiet;
        }
    }

    /// The links of a quiet chain.
    static SqeFlag[] quietLinks(Operation[] members) {
        for (int at = 0; at + 1 < members.length; at++) {
            if (members[at].quietResult() < 0) {
                throw new IllegalArgumentException(
                        "members: " + members[at] + ", expected what succeeds in one way only");
            }
        }
        SqeFlag[] links = new SqeFlag[Math.max(0, members.length - 1)];
        Arrays.fill(links, SqeFlag.IO_LINK);
        return links;
    }

    /// A member of a quiet chain could not be prepared: those before it, which the kernel has not
    /// seen, end too, for nobody would hear of them.
    void takeBack(Operation[] chain, int count, long end) {
        for (int at = 0; at < count; at++) {
            ring.pendingSqe((int) (end - chain[at].position)).prepare(Opcode.NOP, -1, 0, 0, 0);
        }
        for (int at = 0; at < count; at++) { // who hears of it may write more SQEs
            ledger.abandon(chain[at], EndReason.UNPREPARED);
        }
    }

    /// Whether a thread of the kernel's takes the SQEs (SQPOLL).
    boolean isPolled() {
        return isPolled;
    }

    boolean isEmpty() {
        return written.isEmpty();
    }

    /// A chain's first SQE is about to be written at a position.
    void written(long start, Operation[] members) {
        if (!isPolled) { // its thread owns the SQEs once they are published
            written.add(new Written(start, members));
        }
    }

    /// Ends what was torn off.
    ///
    /// @param end the position of the next SQE to be written
    /// @param consumed the position of the first that the kernel has not taken
    void mend(long end, long consumed) {
        for (Written first = written.peek();
                first != null && first.start < consumed;
                first = written.peek()) {
            written.remove();
            if (first.start + first.members.length > consumed && first.members[0].isQuiet) {
                for (int index = 0; index < consumed - first.start; index++) {
                    if (first.has(index)) {
                        ledger.orphan(first.members[index], EndReason.QUARANTINED);
                    }
                }
            }
            for (long at = consumed; at < first.start + first.members.length; at++) {
                int index = (int) (at - first.start);
                if (first.has(index)) {
                    ring.pendingSqe((int) (end - at)).prepare(Opcode.NOP, -1, 0, 0, 0);
                    ledger.abandon(first.members[index], EndReason.CANCELLED);
                }
            }
        }
    }
}
