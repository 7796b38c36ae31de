package dev.ringmark.chaos.replay;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.fault.Fired;
import dev.ringmark.chaos.workload.Outcome;
import dev.ringmark.chaos.workload.Script;
import dev.ringmark.chaos.workload.Shape;
import dev.ringmark.chaos.workload.Violation;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A run in a file: all that is needed to see it again, and what was seen.
///
/// @param script what is run, its faults included
/// @param invariant the promise that was broken, `I-07`, or empty
/// @param detail what was seen, or empty
/// @param hash the trace hash, in hexadecimal
public record Bundle(Script script, String invariant, String detail, String hash) {

    private static final int VERSION = 1;

    /// The bundle of a run.
    public static Bundle of(Script script, Outcome outcome) {
        Violation violation = outcome.violation();
        return new Bundle(
                script.with(script.actions(), outcome.faults()),
                violation == null ? "" : violation.invariant().id(),
                violation == null ? "" : violation.detail(),
                "%016x".formatted(outcome.hash()));
    }

    /// Reads a bundle.
    ///
    /// @throws IllegalArgumentException with the field that is wrong
    public static Bundle read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /// The bundle in a text.
    ///
    /// @throws IllegalArgumentException with the field that is wrong
    public static Bundle parse(String text) {
        if (!(Json.parse(text.strip()) instanceof JsonValue.Obj(Map<String, JsonValue> fields))) {
            throw new IllegalArgumentException("bundle: not a JSON object");
        }
        BundleFields root = new BundleFields("", fields);
        root.number("version", VERSION, VERSION);
        BundleFields shape = root.object("shape");
        Shape onShape =
                new Shape(
                        shape.text("release", Shape.RELEASES),
                        shape.constant("mode", Shape.Mode.class),
                        (int) shape.number("sqEntries", 1, 1 << 15),
                        (int) shape.number("permits", 1, 64),
                        (int) shape.number("waiters", 0, 64));
        List<Integer> actions = new ArrayList<>();
        for (long action : root.numbers("actions", Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            actions.add((int) action);
        }
        List<Fired> faults = new ArrayList<>();
        for (BundleFields fault : root.objects("faults")) {
            faults.add(
                    new Fired(
                            fault.constant("kind", FaultKind.class),
                            (int) fault.number("at", 1, Integer.MAX_VALUE),
                            (int) fault.number("variant", 1, 1 << 16)));
        }
        long seed = root.number("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        Script script = new Script(seed, onShape, actions, faults);
        return new Bundle(
                root.flag("endsAtOnce") ? script.endingAtOnce() : script,
                root.text("invariant"),
                root.text("detail"),
                root.text("hash"));
    }

    /// The bundle as one line of JSON.
    public String text() {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        fields.put("version", JsonValue.Num.of(VERSION));
        fields.put("seed", JsonValue.Num.of(script.seed()));
        fields.put("endsAtOnce", new JsonValue.Bool(script.endsAtOnce()));
        fields.put("invariant", new JsonValue.Text(invariant));
        fields.put("detail", new JsonValue.Text(detail));
        fields.put("hash", new JsonValue.Text(hash));
        Map<String, JsonValue> shape = new LinkedHashMap<>();
        shape.put("release", new JsonValue.Text(script.shape().release()));
        shape.put("mode", new JsonValue.Text(script.shape().mode().name()));
        shape.put("sqEntries", JsonValue.Num.of(script.shape().sqEntries()));
        shape.put("permits", JsonValue.Num.of(script.shape().permits()));
        shape.put("waiters", JsonValue.Num.of(script.shape().waiters()));
        fields.put("shape", new JsonValue.Obj(shape));
        List<JsonValue> actions = new ArrayList<>();
        script.actions().forEach(action -> actions.add(JsonValue.Num.of(action)));
        fields.put("actions", new JsonValue.Array(actions));
        List<JsonValue> faults = new ArrayList<>();
        List<Fired> fired = script.faults() == null ? List.of() : script.faults();
        for (Fired fault : fired) {
            Map<String, JsonValue> one = new LinkedHashMap<>();
            one.put("kind", new JsonValue.Text(fault.kind().name()));
            one.put("at", JsonValue.Num.of(fault.at()));
            one.put("variant", JsonValue.Num.of(fault.variant()));
            faults.add(new JsonValue.Obj(one));
        }
        fields.put("faults", new JsonValue.Array(faults));
        return Json.write(new JsonValue.Obj(fields));
    }

    /// Writes the bundle into a folder, whole or not at all.
    ///
    /// @return the file
    public Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("seed-" + script.seed() + ".json");
        Path part = folder.resolve("seed-" + script.seed() + ".json.part");
        Files.writeString(part, text() + "\n", StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
