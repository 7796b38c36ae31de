package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.uapi.CqeFlag;

/// A CQE copied out of its ring.
///
/// @param wide whether it came with 16 more bytes
record Completion(long userData, int result, int flags, boolean wide) {

    static Completion of(Cqe cqe) {
        return new Completion(cqe.userData(), cqe.result(), cqe.flags(), cqe.isWide());
    }

    boolean has(CqeFlag flag) {
        return (flags & flag.bits()) != 0;
    }

    /// Whether more completions of the same request will come.
    boolean isFollowed() {
        return has(CqeFlag.MORE);
    }

    int bufferId() {
        return flags >>> CqeFlag.BUFFER_SHIFT.bits();
    }
}
