package dev.ringmark.conformance.checks.links;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// The one-slot file table of a ring, and the requests that use it.
final class DirectFiles {

    private static final int AT_FDCWD = -100;

    private DirectFiles() {}

    /// Registers a table of one slot that holds a file, or nothing for -1.
    static void register(TestRing ring, int fd) {
        MemorySegment table = ring.testKernel().memory(Integer.BYTES);
        table.set(JAVA_INT, 0, fd);
        int result = ring.register(RegisterOp.FILES, table, 1);
        ring.evidence().result("register(FILES, 1)", 0, result);
    }

    /// Opens a file of this process once more, into the slot.
    static Sqe open(TestRing ring, int fd, long userData) {
        byte[] path = ("/proc/self/fd/" + fd + "\0").getBytes(StandardCharsets.UTF_8);
        MemorySegment memory = ring.testKernel().memory(path);
        return ring.sqe(Opcode.OPENAT, AT_FDCWD, memory.address(), 0, 0)
                .fileIndex(1)
                .userData(userData);
    }

    /// Reads from the file in the slot.
    static Sqe read(TestRing ring, MemorySegment into, long userData) {
        return ring.read(0, into, userData).flag(SqeFlag.FIXED_FILE);
    }

    /// Empties the slot.
    static Sqe close(TestRing ring, long userData) {
        return ring.sqe(Opcode.CLOSE, 0, 0, 0, 0).fileIndex(1).userData(userData);
    }

    /// The memory must hold these bytes.
    static void mustHold(TestRing ring, String content, MemorySegment memory) {
        byte[] bytes = memory.toArray(JAVA_BYTE);
        String actual = new String(bytes, StandardCharsets.UTF_8);
        ring.evidence().holds("\"" + content + "\" is read", actual.equals(content), actual);
    }
}
