package dev.ringmark.runtime.kernel;

import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.AcceptFlag;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.MsgRingFlag;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/// The constants that a [Masked] kernel does not have, sorted by where they are met.
final class Hidden {

    /// Flags that some opcodes keep in a field of the SQE.
    ///
    /// @param isShort whether the field has 16 bits instead of 32
    record OperandFlags(Set<Opcode> opcodes, long offset, boolean isShort, int mask) {}

    private final BitSet opcodes = new BitSet();
    private final BitSet registerOps = new BitSet();
    private final List<OperandFlags> operands = new ArrayList<>();
    private final StringJoiner names = new StringJoiner(", ");
    private int setupFlags;
    private int features;
    private int enterFlags;
    private int sqeFlags;
    private int bufferRingFlags;
    private boolean sparseTables;
    private boolean registerByIndex;

    Hidden(UapiConstant... constants) {
        for (UapiConstant constant : constants) {
            hide(constant);
            names.add(constant.kernelName());
        }
        if (isInSqes() && (setupFlags & SetupFlag.SQPOLL.bits()) == 0) {
            hide(SetupFlag.SQPOLL);
            names.add(SetupFlag.SQPOLL.kernelName());
        }
    }

    private void hide(UapiConstant constant) {
        switch (constant) {
            case Opcode opcode -> opcodes.set(opcode.bits());
            case RegisterOp operation -> registerOps.set(operation.bits());
            case SetupFlag flag -> setupFlags |= flag.bits();
            case FeatureBit feature -> features |= feature.bits();
            case EnterFlag flag -> enterFlags |= flag.bits();
            case SqeFlag flag -> sqeFlags |= flag.bits();
            case BufferRingFlag flag -> bufferRingFlags |= flag.bits();
            case RegistrationOption option when option == RegistrationOption.RSRC_REGISTER_SPARSE ->
                    sparseTables = true;
            case RegistrationOption option
                    when option == RegistrationOption.REGISTER_USE_REGISTERED_RING ->
                    registerByIndex = true;
            default -> operands.add(operandFlags(constant));
        }
    }

    private static OperandFlags operandFlags(UapiConstant constant) {
        return switch (constant) {
            case AcceptFlag _ -> inPriority(constant, EnumSet.of(Opcode.ACCEPT));
            case RecvSendFlag _ ->
                    inPriority(
                            constant,
                            EnumSet.of(
                                    Opcode.SEND,
                                    Opcode.RECV,
                                    Opcode.SENDMSG,
                                    Opcode.RECVMSG,
                                    Opcode.SEND_ZC,
                                    Opcode.SENDMSG_ZC,
                                    Opcode.RECV_ZC));
            case PollFlag _ ->
                    inInt(constant, SqeLayout.LEN, EnumSet.of(Opcode.POLL_ADD, Opcode.POLL_REMOVE));
            case TimeoutFlag _ ->
                    inInt(
                            constant,
                            SqeLayout.OP_FLAGS,
                            EnumSet.of(Opcode.TIMEOUT, Opcode.TIMEOUT_REMOVE, Opcode.LINK_TIMEOUT));
            case CancelFlag _ ->
                    inInt(constant, SqeLayout.OP_FLAGS, EnumSet.of(Opcode.ASYNC_CANCEL));
            case MsgRingFlag _ -> inInt(constant, SqeLayout.OP_FLAGS, EnumSet.of(Opcode.MSG_RING));
            case NopFlag _ -> inInt(constant, SqeLayout.OP_FLAGS, EnumSet.of(Opcode.NOP));
            default ->
                    throw new IllegalArgumentException(
                            "constant: "
                                    + constant.kernelName()
                                    + ", expected an opcode, a register operation, or a flag that"
                                    + " setup, enter, register or an SQE is given");
        };
    }

    private static OperandFlags inPriority(UapiConstant flag, Set<Opcode> opcodes) {
        return new OperandFlags(opcodes, SqeLayout.IOPRIO, true, flag.bits());
    }

    private static OperandFlags inInt(UapiConstant flag, long offset, Set<Opcode> opcodes) {
        return new OperandFlags(opcodes, offset, false, flag.bits());
    }

    /// The hidden constants' names, for people.
    String names() {
        return names.toString();
    }

    boolean hasOpcode(int opcode) {
        return opcodes.get(opcode);
    }

    boolean hasRegisterOp(int operation) {
        return operation >= 0 && registerOps.get(operation);
    }

    int setupFlags() {
        return setupFlags;
    }

    int features() {
        return features;
    }

    int enterFlags() {
        return enterFlags;
    }

    int sqeFlags() {
        return sqeFlags;
    }

    int bufferRingFlags() {
        return bufferRingFlags;
    }

    boolean hasSparseTables() {
        return sparseTables;
    }

    /// Whether register operations may not name the ring by a registered index.
    boolean hasRegisterByIndex() {
        return registerByIndex;
    }

    List<OperandFlags> operands() {
        return operands;
    }

    /// Whether SQEs have to be looked at.
    boolean isInSqes() {
        return !opcodes.isEmpty() || sqeFlags != 0 || !operands.isEmpty();
    }
}
