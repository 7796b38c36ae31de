package dev.ringmark.chaos.mutants;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/// One edit on its way through a method's code.
final class Rewriting {

    private static final MethodTypeDesc TAKES_INT =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

    private final Edit edit;
    private final TypeKind returned;
    private int changes;

    /// @param returned what the method returns
    Rewriting(Edit edit, TypeKind returned) {
        this.edit = edit;
        this.returned = returned;
    }

    /// How many places were changed.
    int changes() {
        return changes;
    }

    CodeTransform transform() {
        return switch (edit) {
            case Edit.DropCall drop -> dropping(drop);
            case Edit.CallInstead call -> calling(call);
            case Edit.Negate(int number) -> negating(number);
            case Edit.Constant constant -> replacing(constant);
            case Edit.Body(long result) -> whole(code -> leave(code, returned, result));
            case Edit.Lock _ ->
                    throw new IllegalArgumentException("a lock is no change of the code");
            case Edit.Throw() -> whole(code -> code.aload(1).athrow());
            case Edit.Unguarded() -> unguarded();
        };
    }

    private CodeTransform dropping(Edit.DropCall drop) {
        return (code, element) -> {
            if (element instanceof InvokeInstruction call && is(call, drop.callee())) {
                changes++;
                popArguments(code, call);
                TypeKind kind = TypeKind.from(call.typeSymbol().returnType());
                push(code, kind, drop.result());
            } else {
                code.with(element);
            }
        };
    }

    private CodeTransform calling(Edit.CallInstead instead) {
        return (code, element) -> {
            if (element instanceof InvokeInstruction call && is(call, instead.callee())) {
                changes++;
                List<ClassDesc> parameters = call.typeSymbol().parameterList();
                String method = instead.instead();
                ClassDesc type = parameters.getLast();
                code.swap()
                        .pop()
                        .invokevirtual(
                                type,
                                method.substring(method.indexOf('.') + 1),
                                MethodTypeDesc.of(ConstantDescs.CD_void));
            } else {
                code.with(element);
            }
        };
    }

    private CodeTransform unguarded() {
        return (code, element) -> {
            if (element instanceof InvokeInstruction call
                    && is(call, "AtomicInteger.compareAndSet")) {
                changes++;
                code.swap().pop().invokevirtual(call.owner().asSymbol(), "set", TAKES_INT);
                code.iconst_1();
            } else {
                code.with(element);
            }
        };
    }

    private CodeTransform negating(int number) {
        int[] seen = {0};
        return (code, element) -> {
            boolean isBranch =
                    element instanceof BranchInstruction branch
                            && branch.opcode() != Opcode.GOTO
                            && branch.opcode() != Opcode.GOTO_W;
            if (isBranch && (seen[0]++ == number || number < 0)) {
                changes++;
                BranchInstruction branch = (BranchInstruction) element;
                code.with(
                        BranchInstruction.of(Branches.opposite(branch.opcode()), branch.target()));
            } else {
                code.with(element);
            }
        };
    }

    private CodeTransform replacing(Edit.Constant constant) {
        int[] seen = {0};
        return (code, element) -> {
            boolean isMeant =
                    element instanceof ConstantInstruction found
                            && found.constantValue() instanceof Integer value
                            && value == constant.from()
                            && seen[0]++ == constant.number();
            if (isMeant) {
                changes++;
                code.loadConstant(constant.to());
            } else {
                code.with(element);
            }
        };
    }

    /// What a method does instead of all it did.
    private interface WholeBody {
        void write(CodeBuilder code);
    }

    private CodeTransform whole(WholeBody body) {
        boolean[] isWritten = {false};
        return (code, element) -> {
            if (!isWritten[0]) {
                isWritten[0] = true;
                changes++;
                body.write(code);
            }
        };
    }

    private static void leave(CodeBuilder code, TypeKind kind, long result) {
        push(code, kind, result);
        code.return_(kind);
    }

    private static boolean is(InvokeInstruction call, String callee) {
        String owner = call.owner().asInternalName();
        String type = owner.substring(Math.max(owner.lastIndexOf('/'), owner.lastIndexOf('$')) + 1);
        return callee.equals(type + "." + call.name().stringValue());
    }

    private static void popArguments(CodeBuilder code, InvokeInstruction call) {
        List<ClassDesc> parameters = call.typeSymbol().parameterList();
        for (ClassDesc parameter : parameters.reversed()) {
            pop(code, TypeKind.from(parameter));
        }
        if (call.opcode() != Opcode.INVOKESTATIC) {
            code.pop();
        }
    }

    private static void pop(CodeBuilder code, TypeKind kind) {
        if (kind.slotSize() == 2) {
            code.pop2();
        } else {
            code.pop();
        }
    }

    private static void push(CodeBuilder code, TypeKind kind, long value) {
        switch (kind) {
            case VOID -> {}
            case REFERENCE -> code.aconst_null();
            case LONG -> code.loadConstant(value);
            default -> code.loadConstant((int) value);
        }
    }
}
