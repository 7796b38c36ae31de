package dev.ringmark.chaos.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;

/// Loads all classes of ours anew, some of them changed on their way.
///
/// The production code has no hooks: what is changed are class files, on their way into a loader of
/// their own.
public abstract class ChangingLoader extends ClassLoader {

    private static final String OURS = "dev.ringmark.";

    private final ClassFile classFile;

    /// A loader whose classes do what they assert.
    @SuppressWarnings("this-escape") // of the class loader's own making
    protected ChangingLoader() {
        super(ChangingLoader.class.getClassLoader());
        classFile =
                ClassFile.of(
                        ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(
                                        ChangingLoader.class.getClassLoader())));
        setDefaultAssertionStatus(true);
    }

    /// The class file as it is to be.
    ///
    /// @param name the class
    protected abstract byte[] change(ClassFile files, String name, byte[] bytes);

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = change(classFile, name, read(name));
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
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
