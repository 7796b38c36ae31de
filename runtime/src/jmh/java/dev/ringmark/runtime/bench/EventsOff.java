package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.shard.Driver;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// What the events and listeners of operations cost while nobody asks for them: a NOP through the
/// driver as it is, and through one whose class files had every look for a listener taken out
/// ([InterleavedRuns] says how).
public final class EventsOff {

    private static final double GOAL = 1.02;
    private static final String WITHOUT = "no events built";
    private static final String OFF = "events off";
    private static final String OBSERVER = "dev/ringmark/runtime/shard/Observer";

    private EventsOff() {}

    /// Measures and prints.
    ///
    /// @param args how many blocks, 10 when nothing is said
    public static void main(String[] args) throws Exception {
        Path classes = Files.createTempDirectory("no-events");
        takeOut(classes, "Driver", 1); // refresh() of each step
        takeOut(classes, "Outbox", 1); // isOn() of each SQE
        takeOut(classes, "Ledger", 2); // seen of each CQE, and of each operation that is abandoned
        InterleavedRuns runs = new InterleavedRuns(args);
        runs.measure(
                loop ->
                        loop.name().equals(OFF)
                                ? InterleavedRuns.runJava(DriverNopBenchmark.class, loop.mode())
                                : InterleavedRuns.runJava(
                                        DriverNopBenchmark.class, loop.mode(), classes),
                WITHOUT,
                OFF);
        runs.print(System.out, WITHOUT, OFF, GOAL);
    }

    /// Writes a class of the driver's without what looks for a listener.
    private static void takeOut(Path classes, String name, int expected) throws IOException {
        byte[] original;
        try (InputStream in = Driver.class.getResourceAsStream(name + ".class")) {
            if (in == null) {
                throw new IllegalStateException("no class file of " + name);
            }
            original = in.readAllBytes();
        }
        AtomicInteger changes = new AtomicInteger();
        ClassFile file = ClassFile.of();
        CodeTransform silent = (builder, element) -> silence(builder, element, changes);
        byte[] changed =
                file.transformClass(
                        file.parse(original), ClassTransform.transformingMethodBodies(silent));
        if (changes.get() != expected) {
            throw new IllegalStateException(
                    name + ": " + changes + " looks for a listener, expected " + expected);
        }
        Path folder = classes.resolve("dev/ringmark/runtime/shard");
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + ".class"), changed);
    }

    private static void silence(CodeBuilder builder, CodeElement element, AtomicInteger changes) {
        if (element instanceof InvokeInstruction call && isLook(call)) {
            changes.incrementAndGet();
            builder.pop();
            if (call.name().equalsString("isOn")) {
                builder.iconst_0();
            }
        } else if (element instanceof FieldInstruction field
                && field.name().equalsString("seen")
                && field.opcode() == Opcode.GETFIELD) {
            changes.incrementAndGet();
            builder.pop();
            builder.aconst_null();
        } else {
            builder.with(element);
        }
    }

    private static boolean isLook(InvokeInstruction call) {
        boolean isOurs = call.owner().asInternalName().equals(OBSERVER);
        return isOurs && (call.name().equalsString("isOn") || call.name().equalsString("refresh"));
    }
}
