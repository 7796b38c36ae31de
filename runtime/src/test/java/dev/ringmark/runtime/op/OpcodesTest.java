package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each operation and its opcode, and that none is forgotten.
class OpcodesTest { // SR-04, SR-06d

    @Test
    void every_opcode_has_a_class_or_a_reason() {
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            Set<Opcode> found = EnumSet.noneOf(Opcode.class);
            BufferGroups groups = new BufferGroups(loop.driver.ring(), 1, 1, 1, 64);
            Samples.all(buffer, groups).forEach(request -> found.add(request.opcode()));
            found.addAll(
                    Set.of(
                            Opcode.READ_FIXED,
                            Opcode.WRITE_FIXED,
                            Opcode.FIXED_FD_INSTALL,
                            Opcode.POLL_REMOVE,
                            Opcode.TIMEOUT_REMOVE));
            assertTrue(Samples.WITHOUT.keySet().stream().noneMatch(found::contains));
            found.addAll(Samples.WITHOUT.keySet());
            assertEquals(EnumSet.allOf(Opcode.class), found);
            groups.close();
        }
    }

    @Test
    void the_sqe_has_the_opcode_that_the_class_says() {
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            Ring ring = loop.driver.ring();
            BufferGroups groups = new BufferGroups(ring, 1, 1, 1, 64);
            Sqe sqe = Objects.requireNonNull(ring.nextSqe());
            for (Request<?> request : Samples.all(buffer, groups)) {
                Scratch scratch = new Scratch();
                scratch.reset(request.scratchSize());
                request.lend(this);
                request.prepare(sqe, scratch);
                request.giveBack(this);
                assertEquals(
                        (byte) request.opcode().bits(),
                        sqe.bytes().get(JAVA_BYTE, SqeLayout.OPCODE),
                        request::toString);
                assertTrue(
                        request.toString().startsWith(request.opcode().name()), request::toString);
                scratch.free();
            }
            groups.close();
            Nop.plain().prepare(sqe, new Scratch()); // what the ring will submit
        }
    }
}
