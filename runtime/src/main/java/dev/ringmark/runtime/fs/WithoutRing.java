package dev.ringmark.runtime.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.runtime.kernel.FileCalls;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import java.util.function.ToLongFunction;

/// Operations that older kernels have no opcode for, and calls that none has.
///
/// It is found out by trying, as everywhere (docs/features.md): what the ring refuses with -EINVAL
/// is done by a plain call on a thread of the pool, and where that says something else, the opcode
/// was to blame and is not tried again.
final class WithoutRing {

    private final Loop loop;
    private final FileCalls calls;
    private final Set<Opcode> missing = ConcurrentHashMap.newKeySet();

    WithoutRing(Loop loop) {
        this.loop = loop;
        calls = loop.kernel().calls().files();
    }

    /// Runs an operation, or makes the call that does the same.
    void run(Op<?> operation, ToLongFunction<FileCalls> call) {
        Completed<?> completed = null;
        if (!missing.contains(operation.opcode())) {
            completed = loop.run(operation, null);
            boolean isRefused =
                    completed.endReason() == null && completed.raw() == Errno.EINVAL.negative();
            if (!isRefused) {
                completed.take();
                return;
            }
        }
        long result = onPool(call::applyAsLong);
        if (completed != null && result == Errno.ENOSYS.negative()) {
            completed.take(); // throws: there is no other way
        }
        if (result != Errno.EINVAL.negative()) {
            missing.add(operation.opcode());
        }
        orThrow(result, operation.toString());
    }

    /// As [#run], for an operation that has something to say.
    <R> R ask(Op<R> operation, Supplier<R> call) {
        if (!missing.contains(operation.opcode())) {
            Completed<R> completed = loop.run(operation, null);
            boolean isRefused =
                    completed.endReason() == null && completed.raw() == Errno.EINVAL.negative();
            if (!isRefused) {
                return completed.take();
            }
        }
        R value = call.get();
        missing.add(operation.opcode());
        return value;
    }

    /// Bytes that a call puts into memory.
    byte[] bytes(String what, int sizeMax, ToIntBiFunction<FileCalls, MemorySegment> call) {
        byte[] bytes = new byte[sizeMax];
        int size =
                onPool(
                        calls -> {
                            try (Arena arena = Arena.ofConfined()) {
                                MemorySegment memory = arena.allocate(sizeMax);
                                int count = call.applyAsInt(calls, memory);
                                int copied = Math.max(0, count);
                                MemorySegment.copy(memory, JAVA_BYTE, 0, bytes, 0, copied);
                                return count;
                            }
                        });
        return Arrays.copyOf(bytes, Refusal.orResult(size, what));
    }

    /// The same as text.
    String text(String what, int sizeMax, ToIntBiFunction<FileCalls, MemorySegment> call) {
        return new String(bytes(what, sizeMax, call), UTF_8);
    }

    /// Makes a call on a thread of the pool.
    ///
    /// @param what is named when it fails
    long call(String what, ToLongFunction<FileCalls> call) {
        return orThrow(onPool(call::applyAsLong), what);
    }

    /// Makes a call on a thread of the pool, and passes its result on.
    <T> T onPool(Function<FileCalls, T> call) {
        try {
            return BlockingPool.shared().call(() -> call.apply(calls));
        } catch (TaskException.Failed e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// The calls themselves, for those that never wait.
    FileCalls calls() {
        return calls;
    }

    Loop loop() {
        return loop;
    }

    /// What is done without the ring, though newer kernels could.
    List<String> missing() {
        return missing.stream()
                .sorted()
                .map(opcode -> opcode + ": missing, done by a plain call on a thread of the pool")
                .toList();
    }

    private static long orThrow(long result, String what) {
        if (result < 0) {
            throw Refusal.of((int) result, what);
        }
        return result;
    }
}
