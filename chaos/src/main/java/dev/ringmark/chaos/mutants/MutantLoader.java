package dev.ringmark.chaos.mutants;

import java.lang.classfile.ClassFile;

/// Loads all classes of ours anew, one of them with a bug.
final class MutantLoader extends ChangingLoader {

    private final Mutation mutation;

    MutantLoader(Mutant mutant) {
        mutation = new Mutation(mutant);
    }

    @Override
    protected byte[] change(ClassFile files, String name, byte[] bytes) {
        return mutation.apply(files, name, bytes);
    }

    /// How many places were changed so far.
    int changes() {
        return mutation.changes();
    }
}
