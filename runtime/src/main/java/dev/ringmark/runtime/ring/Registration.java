package dev.ringmark.runtime.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.layout.ResourceRegisterLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Register calls on the control path, whose failures become exceptions with a hint.
final class Registration {

    private Registration() {}

    /// Registers, and throws what the kernel refuses.
    ///
    /// @param what what is registered, for people: `3 fds`
    /// @return what the kernel returned, 0 or more
    static int call(
            Ring ring, RegisterOp operation, MemorySegment argument, int count, String what) {
        int result = ring.register(operation, argument, count);
        if (result < 0) {
            String call = "io_uring_register(" + operation + ", " + what + ")";
            throw new RingException(call, result, hint(operation, result));
        }
        return result;
    }

    /// Registers a table of empty slots with FILES2 or BUFFERS2 (since 5.19).
    static void sparse(Ring ring, RegisterOp operation, int count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(ResourceRegisterLayout.LAYOUT);
            table.set(JAVA_INT, ResourceRegisterLayout.NR, count);
            int sparse = RegistrationOption.RSRC_REGISTER_SPARSE.bits();
            table.set(JAVA_INT, ResourceRegisterLayout.FLAGS, sparse);
            int size = (int) ResourceRegisterLayout.SIZE;
            call(ring, operation, table, size, count + " empty slots");
        }
    }

    private static String hint(RegisterOp operation, int result) {
        return switch (Errno.describe(result)) {
            case "-EINVAL" ->
                    "this kernel does not know the operation (it came with "
                            + operation.since()
                            + "), or not such an argument";
            case "-EBUSY" -> "the ring has such a table already: close that one first";
            case "-ENXIO", "-ENOENT" -> "nothing of the kind is registered with this ring";
            case "-EEXIST" ->
                    "the buffer group is taken, or SINGLE_ISSUER and this is not the ring's thread";
            case "-EBADF" -> "an fd is not open, or is a ring itself";
            case "-EMFILE" -> "the table is larger than the process may have files: ulimit -n";
            case "-ENOMEM" -> "too little memory may be locked: raise ulimit -l";
            case "-EFAULT" -> "a buffer is not mapped, or larger than 1 GiB";
            default -> "see io_uring_register(2), ERRORS";
        };
    }
}
