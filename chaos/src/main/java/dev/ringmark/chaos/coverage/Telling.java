package dev.ringmark.chaos.coverage;

import dev.ringmark.chaos.coverage.Way.How;
import dev.ringmark.chaos.mutants.Branches;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts a call into a method's code at each way out of each of its branches.
final class Telling {

    /* `if T` becomes `if-not L; tell(jumps); goto T; L: tell(goes on)`. Behind the label of a case
     * or of a handler comes one call; what a compiler shares between a case and the code before it
     * is told too often, never too seldom.
     */

    private static final ClassDesc HITS = ClassDesc.of(Hits.class.getName());
    private static final MethodTypeDesc TAKES_INT =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

    private final String place;
    private final List<CodeElement> elements;
    private final List<Way> ways;
    private final Set<Label> cases = new HashSet<>();
    private final Set<Label> handlers = new HashSet<>();
    private final Map<Label, Integer> positions = new HashMap<>();
    private int at;
    private int line;
    private int onLine;
    private boolean isAssertion;

    Telling(String place, CodeModel code, List<Way> ways) {
        this.place = place;
        this.ways = ways;
        elements = code.elementList();
        for (int index = 0; index < elements.size(); index++) {
            switch (elements.get(index)) {
                case LabelTarget target -> positions.put(target.label(), index);
                case LookupSwitchInstruction choice -> addCases(choice.cases(), choice);
                case TableSwitchInstruction choice -> {
                    choice.cases().forEach(each -> cases.add(each.target()));
                    cases.add(choice.defaultTarget());
                }
                case ExceptionCatch caught when caught.catchType().isPresent() ->
                        handlers.add(caught.handler());
                default -> {}
            }
        }
    }

    /// Not what javac made by itself.
    static boolean isWritten(String method) {
        return !method.equals("<clinit>");
    }

    CodeTransform transform() {
        return (code, element) -> {
            switch (element) {
                case LineNumber number -> {
                    onLine = number.line() == line ? onLine : 0;
                    line = number.line();
                    code.with(element);
                }
                case BranchInstruction branch when isConditional(branch) -> tell(code, branch);
                case LabelTarget target -> {
                    code.with(element);
                    if (handlers.contains(target.label())) {
                        tell(code, How.CAUGHT, at);
                    } else if (cases.contains(target.label())) {
                        tell(code, How.CASE, at);
                    }
                }
                default -> code.with(element);
            }
            if (element instanceof Instruction) {
                isAssertion = readsAssertions(element);
            }
            at++;
        };
    }

    private void addCases(List<SwitchCase> some, LookupSwitchInstruction choice) {
        some.forEach(each -> cases.add(each.target()));
        cases.add(choice.defaultTarget());
    }

    private void tell(CodeBuilder code, BranchInstruction branch) {
        if (isAssertion) {
            code.with(branch);
            return;
        }
        onLine++;
        Label past = code.newLabel();
        code.with(BranchInstruction.of(Branches.opposite(branch.opcode()), past));
        tell(code, How.JUMPS, positions.getOrDefault(branch.target(), at));
        code.goto_(branch.target());
        code.labelBinding(past);
        tell(code, How.GOES_ON, at + 1);
    }

    private void tell(CodeBuilder code, How how, int from) {
        if (ways.size() == Hits.COUNT_MAX) {
            throw new IllegalStateException("more than " + Hits.COUNT_MAX + " ways");
        }
        code.loadConstant(ways.size());
        code.invokestatic(HITS, "at", TAKES_INT);
        boolean isCondition = how == How.JUMPS || how == How.GOES_ON;
        int number = isCondition ? onLine : 0;
        ways.add(
                new Way(
                        place,
                        isCondition ? line : lineFrom(from),
                        number,
                        how,
                        leadsToThrow(from)));
    }

    /// The line of what comes behind a label, which is not told by the one before it.
    private int lineFrom(int from) {
        for (int index = from; index < elements.size(); index++) {
            if (elements.get(index) instanceof LineNumber number) {
                return number.line();
            }
        }
        return line;
    }

    /// Whether nothing can happen from here on but that something new is thrown.
    private boolean leadsToThrow(int from) {
        boolean isNew = false;
        for (int index = from; index < elements.size(); index++) {
            switch (elements.get(index)) {
                case NewObjectInstruction _ -> isNew = true;
                case ThrowInstruction _ -> {
                    return isNew;
                }
                case BranchInstruction _, ReturnInstruction _ -> {
                    return false;
                }
                default -> {}
            }
        }
        return false;
    }

    private static boolean isConditional(BranchInstruction branch) {
        return branch.opcode() != Opcode.GOTO && branch.opcode() != Opcode.GOTO_W;
    }

    private static boolean readsAssertions(CodeElement element) {
        return element instanceof FieldInstruction field
                && field.name().equalsString("$assertionsDisabled");
    }
}
