package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.ArrayList;
import java.util.List;

/// An operation that writes down what happens to it; a NOP unless a test makes it another.
class NopOperation extends Operation {

    /// What happened, in order: `0` or `-ECANCELED+more` for a CQE, a reason, `released`.
    final List<String> events = new ArrayList<>();

    @Override
    protected void prepare(Sqe sqe) {
        sqe.prepare(Opcode.NOP, -1, 0, 0, 0);
    }

    @Override
    protected void completed(int result, int flags, boolean isLast) {
        events.add(Errno.describe(result) + (isLast ? "" : "+more"));
    }

    @Override
    protected void abandoned(EndReason reason) {
        events.add(reason.name());
    }

    @Override
    protected void released() {
        events.add("released");
    }
}
