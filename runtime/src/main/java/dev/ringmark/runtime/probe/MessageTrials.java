package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.MsgRingCommand;
import dev.ringmark.runtime.uapi.MsgRingFlag;
import dev.ringmark.runtime.uapi.Opcode;

/// Whether MSG_RING carries data, fds and flags.
final class MessageTrials {

    private static final long TARGET_TAG = 1L << 41;
    private static final int LENGTH = 23;
    private static final int FLAGS = 1 << 20;

    private MessageTrials() {}

    static Support of(Trial trial, MsgRingCommand command) {
        return switch (command) {
            case MSG_DATA -> {
                TrialRing ring = trial.ring();
                data(ring, ring);
                int result = ring.result();
                yield result == 0 && ring.await(TARGET_TAG).result() != LENGTH
                        ? trial.inconclusive("the message came with another length")
                        : trial.judge("MSG_RING with IORING_MSG_DATA", result, 0);
            }
            case MSG_SEND_FD -> {
                TrialRing target = trial.ownRing();
                int result = sendFd(trial, target, 0);
                yield result == 0 && target.await(TARGET_TAG).result() < 0
                        ? trial.inconclusive("the fd's message is an error")
                        : trial.judge("MSG_RING with IORING_MSG_SEND_FD", result, 0);
            }
        };
    }

    static Support of(Trial trial, MsgRingFlag flag) {
        return switch (flag) {
            case CQE_SKIP -> {
                TrialRing target = trial.ownRing();
                int result = sendFd(trial, target, flag.bits());
                target.flush();
                yield result == 0 && target.poll(TARGET_TAG) != null
                        ? trial.unsupported("the target got a CQE all the same")
                        : trial.judge("MSG_RING with " + flag.kernelName(), result, 0);
            }
            case FLAGS_PASS -> {
                TrialRing ring = trial.ring();
                data(ring, ring).operationFlags(flag.bits()).fileIndex(FLAGS);
                int result = ring.result();
                yield result == 0 && ring.await(TARGET_TAG).flags() != FLAGS
                        ? trial.unsupported("the target's CQE has other flags")
                        : trial.judge("MSG_RING with " + flag.kernelName(), result, 0);
            }
        };
    }

    /// A message that will be a CQE with tag [#TARGET_TAG] there.
    private static Sqe data(TrialRing from, TrialRing to) {
        return from.next(Opcode.MSG_RING, to.ring().fd(), 0, LENGTH, TARGET_TAG);
    }

    /// What a message without data comes to at its sender, and whether it arrives.
    static Support arrives(Trial trial, TrialRing target) {
        TrialRing ring = trial.ring();
        data(ring, target);
        int result = ring.result();
        if (result == 0) {
            target.await(TARGET_TAG);
        }
        return trial.judge("MSG_RING", result, 0);
    }

    /// Sends the fd in slot 0 of the shared ring to slot 0 of another.
    private static int sendFd(Trial trial, TrialRing target, int flags) {
        TrialRing ring = trial.ring();
        FileTrials.registerFiles(trial, ring, trial.eventFd());
        FileTrials.registerFiles(trial, target, -1);
        ring.next(
                        Opcode.MSG_RING,
                        target.ring().fd(),
                        MsgRingCommand.MSG_SEND_FD.value(),
                        0,
                        TARGET_TAG)
                .address3(0)
                .fileIndex(1)
                .operationFlags(flags);
        return ring.result();
    }
}
