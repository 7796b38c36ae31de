package dev.ringmark.chaos.baton;

import dev.ringmark.chaos.mutants.ChangingLoader;
import dev.ringmark.chaos.mutants.Mutant;
import dev.ringmark.chaos.mutants.Mutation;

import org.jspecify.annotations.Nullable;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;

/// Loads all classes of ours anew; before each call of something for several threads drivers, and
/// what loops share, come to a point ([Baton#here]).
public final class PointLoader extends ChangingLoader {

    private static final String DRIVER = "dev.ringmark.runtime.shard.";

    /// What several loops share without a lock: whoever comes to a point with a lock held keeps
    /// others from running that wait for it.
    private static final Set<String> LOCK_FREE =
            Set.of(
                    "dev.ringmark.runtime.task.GroupTask",
                    "dev.ringmark.runtime.task.RunQueue",
                    "dev.ringmark.runtime.task.Share",
                    "dev.ringmark.runtime.task.StealLine",
                    "dev.ringmark.runtime.shards.HotCounter");

    private static final String SHARED = "java/util/concurrent/";
    private static final ClassDesc BATON = ClassDesc.of(Baton.class.getName());
    private static final MethodTypeDesc TAKES_NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    private final @Nullable Mutation mutation;

    /// @param mutant a bug, or null
    public PointLoader(@Nullable Mutant mutant) {
        mutation = mutant == null ? null : new Mutation(mutant);
    }

    @Override
    protected byte[] change(ClassFile files, String name, byte[] bytes) {
        byte[] changed = mutation == null ? bytes : mutation.apply(files, name, bytes);
        if (!name.startsWith(DRIVER) && !LOCK_FREE.contains(name)) {
            return changed;
        }
        ClassTransform pointing =
                ClassTransform.transformingMethodBodies(
                        (code, element) -> {
                            if (element instanceof InvokeInstruction call
                                    && call.owner().asInternalName().startsWith(SHARED)) {
                                code.invokestatic(BATON, "here", TAKES_NOTHING);
                            }
                            code.with(element);
                        });
        return files.transformClass(files.parse(changed), pointing);
    }

    /// Whether there is a bug and it was put nowhere.
    boolean isMissed() {
        return mutation != null && mutation.changes() == 0;
    }
}
