package dev.ringmark.runtime.ring;

import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.StringJoiner;

/// How a ring is to be made (io_uring_setup(2)); immutable.
///
/// Nothing is validated here: the kernel decides, and conformance asks it impossible things.
///
/// @param entries the SQ size asked for; the kernel rounds up to a power of two
/// @param flags bits of [SetupFlag]
/// @param cqEntries the CQ size asked for; sent with CQSIZE
/// @param sqThreadCpu the CPU of the SQPOLL thread; sent with SQ_AFF
/// @param sqThreadIdleMs how long the SQPOLL thread looks for work before it sleeps, in ms
/// @param attachFd the ring whose workers are shared; sent with ATTACH_WQ
public record RingOptions(
        int entries, int flags, int cqEntries, int sqThreadCpu, int sqThreadIdleMs, int attachFd) {

    /// A plain ring.
    public static RingOptions entries(int entries) {
        return new RingOptions(entries, 0, 0, 0, 0, 0);
    }

    /// These options and some more flags.
    public RingOptions with(SetupFlag... more) {
        int bits = flags;
        for (SetupFlag flag : more) {
            bits |= flag.bits();
        }
        return withFlags(bits);
    }

    /// These options with exactly these flag bits.
    public RingOptions withFlags(int bits) {
        return new RingOptions(entries, bits, cqEntries, sqThreadCpu, sqThreadIdleMs, attachFd);
    }

    /// These options and CQSIZE with that many CQEs.
    public RingOptions withCqEntries(int count) {
        int bits = flags | SetupFlag.CQSIZE.bits();
        return new RingOptions(entries, bits, count, sqThreadCpu, sqThreadIdleMs, attachFd);
    }

    /// These options and SQPOLL with a thread that sleeps after `idleMs` without work.
    public RingOptions withSqThread(int idleMs) {
        int bits = flags | SetupFlag.SQPOLL.bits();
        return new RingOptions(entries, bits, cqEntries, sqThreadCpu, idleMs, attachFd);
    }

    /// These options and SQ_AFF with the SQPOLL thread on one CPU.
    public RingOptions withSqThreadCpu(int cpu) {
        int bits = flags | SetupFlag.SQ_AFF.bits();
        return new RingOptions(entries, bits, cqEntries, cpu, sqThreadIdleMs, attachFd);
    }

    /// These options and ATTACH_WQ to another ring.
    public RingOptions attachedTo(int ringFd) {
        int bits = flags | SetupFlag.ATTACH_WQ.bits();
        return new RingOptions(entries, bits, cqEntries, sqThreadCpu, sqThreadIdleMs, ringFd);
    }

    /// Whether a flag is set.
    public boolean has(SetupFlag flag) {
        return (flags & flag.bits()) != 0;
    }

    /// The options for people: `entries 8, SQPOLL|CQSIZE`.
    public String describe() {
        StringJoiner names = new StringJoiner("|");
        int unknown = flags;
        for (SetupFlag flag : SetupFlag.values()) {
            if (has(flag)) {
                names.add(flag.name());
                unknown &= ~flag.bits();
            }
        }
        if (unknown != 0) {
            names.add("0x" + Integer.toHexString(unknown));
        }
        return "entries " + entries + (flags == 0 ? "" : ", " + names);
    }
}
