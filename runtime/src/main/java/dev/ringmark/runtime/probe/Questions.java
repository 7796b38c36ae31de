package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.uapi.AcceptFlag;
import dev.ringmark.runtime.uapi.BpfFilterOption;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.MmapOffset;
import dev.ringmark.runtime.uapi.MsgRingCommand;
import dev.ringmark.runtime.uapi.MsgRingFlag;
import dev.ringmark.runtime.uapi.NapiOption;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.OperationOption;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.QueryOpcode;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import dev.ringmark.runtime.uapi.RestrictionOpcode;
import dev.ringmark.runtime.uapi.RingFlag;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SocketCommand;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import dev.ringmark.runtime.uapi.UringCommandFlag;
import dev.ringmark.runtime.uapi.WorkerKind;
import dev.ringmark.runtime.uapi.ZeroCopyReceiveOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/// How each constant of `uapi` is asked for; the order is the one people see.
///
/// A new constant of a family that is tried flag by flag does not compile until its `switch` has
/// a trial for it.
final class Questions {

    private static final Map<UapiConstant, Function<Trial, Support>> ALL = new LinkedHashMap<>();

    static {
        add(Opcode.values(), OpcodeTrials::of);
        add(SetupFlag.values(), SetupTrials::of);
        add(FeatureBit.values(), SetupTrials::of);
        add(RegisterOp.values(), RegisterTrials::of);
        add(SqeFlag.values(), SubmissionTrials::of);
        add(EnterFlag.values(), SubmissionTrials::of);
        add(CqeFlag.values(), CompletionTrials::of);
        add(RingFlag.values(), CompletionTrials::of);
        add(MmapOffset.values(), BufferTrials::of);
        add(BufferRingFlag.values(), BufferTrials::of);
        add(TimeoutFlag.values(), TimeoutTrials::of);
        add(PollFlag.values(), PollTrials::of);
        add(CancelFlag.values(), PollTrials::of);
        add(AcceptFlag.values(), SocketTrials::of);
        add(RecvSendFlag.values(), SocketTrials::of);
        add(SocketCommand.values(), SocketTrials::of);
        add(MsgRingCommand.values(), MessageTrials::of);
        add(MsgRingFlag.values(), MessageTrials::of);
        add(NopFlag.values(), FileTrials::of);
        add(OperationOption.values(), FileTrials::of);
        add(UringCommandFlag.values(), FileTrials::of);
        add(RegistrationOption.values(), RegistrationTrials::of);
        add(RestrictionOpcode.values(), RegistrationTrials::of);
        add(NapiOption.values(), RegistrationTrials::of);
        add(WorkerKind.values(), RegistrationTrials::of);
        add(QueryOpcode.values(), RegistrationTrials::of);
        add(ZeroCopyReceiveOption.values(), ZeroCopyTrials::of);
        add(BpfFilterOption.values(), ZeroCopyTrials::of);
    }

    private Questions() {}

    static Set<UapiConstant> constants() {
        return ALL.keySet();
    }

    /// @throws IllegalArgumentException when the constant's family is not in the list
    static Function<Trial, Support> of(UapiConstant constant) {
        Function<Trial, Support> question = ALL.get(constant);
        if (question == null) {
            throw new IllegalArgumentException(
                    "constant: " + constant.kernelName() + ", expected one of a probed family");
        }
        return question;
    }

    private static <E extends UapiConstant> void add(
            E[] constants, BiFunction<Trial, E, Support> question) {
        for (E constant : constants) {
            ALL.put(constant, trial -> question.apply(trial, constant));
        }
    }
}
