package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.HostNeeds;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each operation and its opcode, and that none is forgotten.
class OpcodesTest { // SR-04, SR-06d

    @Test
    void every_opcode_has_a_class_or_a_reason() {
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            Set<Opcode> found = EnumSet.noneOf(Opcode.class);
            BufferGroups groups = new BufferGroups(loop.driver, 1, 1, 16, 64);
            Samples.all(buffer, groups).forEach(request -> found.add(request.opcode()));
            found.addAll(
                    Set.of(
                            Opcode.READ_FIXED,
                            Opcode.WRITE_FIXED,
                            Opcode.READV_FIXED, // these need a table: MoreOperationsTest
                            Opcode.WRITEV_FIXED,
                            Opcode.FILES_UPDATE,
                            Opcode.FIXED_FD_INSTALL,
                            Opcode.POLL_REMOVE,
                            Opcode.TIMEOUT_REMOVE));
            assertTrue(Samples.WITHOUT.keySet().stream().noneMatch(found::contains));
            found.addAll(Samples.WITHOUT.keySet());
            assertEquals(EnumSet.allOf(Opcode.class), found);
            groups.close();
        }
    }

    /// 65 opcodes in the catalogue: 61 have a class, one is made by a chain, 3 have a reason.
    @NeedsHost("the catalogue of features")
    @Test
    void the_catalogue_knows_no_other_opcodes() throws IOException {
        Path catalogue =
                Path.of(
                        "../conformance/src/main/resources",
                        "dev/ringmark/conformance/feature/features.csv");
        Set<String> catalogued = new TreeSet<>();
        try (Stream<String> lines = Files.lines(catalogue)) {
            lines.filter(line -> line.startsWith("opcode,"))
                    .forEach(line -> catalogued.add(line.split(",", -1)[1]));
        }
        Set<String> known = new TreeSet<>();
        EnumSet.allOf(Opcode.class).forEach(opcode -> known.add(opcode.kernelName()));
        assertEquals(catalogued, known);
        assertEquals(65, known.size());
        assertEquals(4, Samples.WITHOUT.size());
    }

    @Test
    void the_sqe_has_the_opcode_that_the_class_says() {
        HostNeeds.opcodes(Opcode.READ_MULTISHOT); // else single reads, and polls, are what is asked
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            Ring ring = loop.driver.ring();
            BufferGroups groups = new BufferGroups(loop.driver, 1, 1, 16, 64);
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
