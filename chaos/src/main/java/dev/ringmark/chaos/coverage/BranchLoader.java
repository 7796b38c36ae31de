package dev.ringmark.chaos.coverage;

import dev.ringmark.chaos.mutants.ChangingLoader;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Loads all classes of ours anew; those of some packages tell which way each branch goes.
public final class BranchLoader extends ChangingLoader {

    private final Predicate<String> isMeant;
    private final List<Way> ways = new ArrayList<>();

    /// @param isMeant says which classes are to tell, by name
    public BranchLoader(Predicate<String> isMeant) {
        this.isMeant = isMeant;
    }

    /// The ways of branches in the classes loaded so far; each one's index is its number.
    public List<Way> ways() {
        return List.copyOf(ways);
    }

    @Override
    protected byte[] change(ClassFile files, String name, byte[] bytes) {
        if (!isMeant.test(name)) {
            return bytes;
        }
        ClassModel model = files.parse(bytes);
        String type = name.substring(name.lastIndexOf('.') + 1);
        return files.transformClass(
                model,
                (builder, element) -> {
                    if (element instanceof MethodModel method
                            && Telling.isWritten(method.methodName().stringValue())) {
                        builder.transformMethod(method, transform(type, method));
                    } else {
                        builder.with(element);
                    }
                });
    }

    private MethodTransform transform(String type, MethodModel method) {
        String place = type + "." + method.methodName().stringValue();
        return (builder, element) -> {
            if (element instanceof CodeModel code) {
                CodeTransform telling = new Telling(place, code, ways).transform();
                builder.transformCode(code, telling);
            } else {
                builder.with(element);
            }
        };
    }
}
