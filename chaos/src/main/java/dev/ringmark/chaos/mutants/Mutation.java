package dev.ringmark.chaos.mutants;

import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.reflect.AccessFlag;

/// A bug on its way into a class file.
///
/// A change that finds nothing to change is an error, so that no refactoring can make a mutant
/// harmless.
public final class Mutation {

    private static final String TARGETS = "dev.ringmark.runtime.";

    private final Mutant mutant;
    private int changes;

    public Mutation(Mutant mutant) {
        this.mutant = mutant;
    }

    /// How many places were changed so far.
    public int changes() {
        return changes;
    }

    /// The class file with the bug, if it belongs there.
    ///
    /// @param name the class
    public byte[] apply(ClassFile files, String name, byte[] bytes) {
        boolean isMeant =
                name.startsWith(TARGETS) && name.endsWith("." + mutant.type().replace('.', '$'));
        if (!isMeant) {
            return bytes;
        }
        byte[] changed =
                files.transformClass(
                        files.parse(bytes),
                        (builder, element) -> {
                            if (element instanceof MethodModel method && isMeant(method)) {
                                builder.transformMethod(method, transform(method));
                            } else {
                                builder.with(element);
                            }
                        });
        if (changes == 0) {
            throw new IllegalStateException(
                    mutant.id() + " changes nothing in " + mutant.method() + ": " + mutant.edit());
        }
        return changed;
    }

    private boolean isMeant(MethodModel method) {
        String name = method.methodName().stringValue();
        return name.equals(mutant.name())
                || (mutant.edit() instanceof Edit.Lock lock && lock.others().contains(name));
    }

    private MethodTransform transform(MethodModel method) {
        if (mutant.edit() instanceof Edit.Lock) {
            changes++;
            int flags = method.flags().flagsMask() | AccessFlag.SYNCHRONIZED.mask();
            return (builder, element) -> {
                if (element instanceof AccessFlags) {
                    builder.withFlags(flags);
                } else {
                    builder.with(element);
                }
            };
        }
        TypeKind returned = TypeKind.from(method.methodTypeSymbol().returnType());
        Rewriting rewriting = new Rewriting(mutant.edit(), returned);
        return (builder, element) -> {
            if (element instanceof CodeModel code) {
                builder.transformCode(code, rewriting.transform());
                changes += rewriting.changes();
            } else {
                builder.with(element);
            }
        };
    }
}
