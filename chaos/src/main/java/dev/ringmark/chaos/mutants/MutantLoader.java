package dev.ringmark.chaos.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import org.jspecify.annotations.Nullable;

/// Loads all classes of ours anew, one of them changed.
///
/// The production code has no hooks: what is changed are class files, on their way into a loader of
/// their own. A change that finds nothing to change is an error, so that no refactoring can make a
/// mutant harmless.
final class MutantLoader extends ClassLoader {

    private static final String OURS = "dev.ringmark.";
    private static final String TARGETS = "dev.ringmark.runtime.";

    private final @Nullable Mutant mutant;
    private final ClassFile classFile;
    private int changes;

    /// @param mutant the change, or null for none
    MutantLoader(@Nullable Mutant mutant) {
        super(MutantLoader.class.getClassLoader());
        this.mutant = mutant;
        classFile =
                ClassFile.of(
                        ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(getParent())));
        setDefaultAssertionStatus(true);
    }

    /// How many places were changed so far.
    int changes() {
        return changes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = bytes(name);
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        byte[] bytes = read(name);
        if (mutant == null
                || !name.startsWith(TARGETS)
                || !name.endsWith("." + mutant.type().replace('.', '$'))) {
            return bytes;
        }
        ClassModel model = classFile.parse(bytes);
        byte[] changed =
                classFile.transformClass(
                        model,
                        (builder, element) -> {
                            if (element instanceof MethodModel method && isMeant(method, mutant)) {
                                builder.transformMethod(method, transform(method, mutant.edit()));
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

    private static boolean isMeant(MethodModel method, Mutant mutant) {
        String name = method.methodName().stringValue();
        return name.equals(mutant.name())
                || (mutant.edit() instanceof Edit.Lock lock && lock.others().contains(name));
    }

    private MethodTransform transform(MethodModel method, Edit edit) {
        if (edit instanceof Edit.Lock) {
            return (builder, element) -> {
                if (element instanceof AccessFlags flags) {
                    changes++;
                    builder.withFlags(flags.flagsMask() | ClassFile.ACC_SYNCHRONIZED);
                } else {
                    builder.with(element);
                }
            };
        }
        TypeKind returned = TypeKind.from(method.methodTypeSymbol().returnType());
        Rewriting rewriting = new Rewriting(edit, returned);
        return (builder, element) -> {
            if (element instanceof CodeModel code) {
                builder.transformCode(code, rewriting.transform());
                changes += rewriting.changes();
            } else {
                builder.with(element);
            }
        };
    }

    private byte[] read(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
