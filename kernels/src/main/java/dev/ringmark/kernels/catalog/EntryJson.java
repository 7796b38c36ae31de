package dev.ringmark.kernels.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.ringmark.kernels.catalog.KernelSource.PackagePin;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A catalogue entry as the JSON text of its file, and back.
public final class EntryJson {
    private static final Pattern ID = Pattern.compile("\\d+\\.\\d+[a-z0-9.+_-]{0,60}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern MONTH = Pattern.compile("20\\d\\d-(0[1-9]|1[0-2])");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-f]{1,16}");

    /// Relative, and nowhere upwards.
    private static final Pattern INSIDE = Pattern.compile("(?!.*\\.\\.)[^/].*");

    private EntryJson() {}

    /// The entry that a text holds; an [IllegalArgumentException] names the field that is wrong.
    public static KernelEntry parse(String text) {
        JsonObject in = JsonObject.parse(text);
        String id = in.text("id", ID, "a version first, then lower case, digits and .+_-");
        KernelVersion version =
                KernelVersion.leading(id)
                        .orElseThrow(() -> in.wrong("id", id, "a version first, as 6.12.117"));
        String series = in.text("series");
        if (!series.equals(version.series())) {
            throw in.wrong("series", series, version.series() + ", as the id says");
        }
        KernelEntry entry =
                new KernelEntry(
                        id,
                        series,
                        in.text("release"),
                        in.text("flavour"),
                        in.has("endOfLife")
                                ? in.text("endOfLife", MONTH, "a month, as 2026-12")
                                : in.textOrNull("endOfLife"),
                        source(in.object("source")),
                        vmlinuz(in.object("vmlinuz")),
                        boot(in),
                        in.has("truth") ? truth(in.object("truth")) : null);
        in.textOrNull("truth");
        in.nothingElse();
        return entry;
    }

    /// What [#parse] reads, for people: one field or list item in a line.
    public static String write(KernelEntry entry) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JsonObject.FACTORY.createGenerator(text)) {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            out.setPrettyPrinter(
                    new DefaultPrettyPrinter()
                            .withObjectIndenter(indenter)
                            .withArrayIndenter(indenter));
            write(entry, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter cannot fail
        }
        return text + "\n";
    }

    private static KernelEntry.BootProfile boot(JsonObject in) {
        String boot = in.text("boot");
        for (KernelEntry.BootProfile profile : KernelEntry.BootProfile.values()) {
            if (boot.equals(word(profile))) {
                return profile;
            }
        }
        throw in.wrong("boot", boot, word(KernelEntry.BootProfile.NVME_ROOT));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static KernelSource source(JsonObject in) {
        KernelSource source =
                in.has("file")
                        ? new KernelSource.LocalFile(Path.of(in.text("file")))
                        : new KernelSource.Archive(
                                in.text("suite"),
                                in.objects("packages").stream().map(EntryJson::pin).toList());
        in.nothingElse();
        if (source instanceof KernelSource.Archive(_, List<PackagePin> packages)
                && packages.isEmpty()) {
            throw in.wrong("source.packages", "none", "at least one");
        }
        return source;
    }

    private static PackagePin pin(JsonObject in) {
        PackagePin pin =
                new PackagePin(
                        in.text("name"),
                        in.text("version"),
                        in.text("path", INSIDE, "a relative path without .."),
                        in.text("sha256", SHA256, "64 hexadecimal digits"),
                        in.positive("bytes"));
        in.nothingElse();
        return pin;
    }

    private static KernelEntry.Vmlinuz vmlinuz(JsonObject in) {
        KernelEntry.Vmlinuz vmlinuz =
                new KernelEntry.Vmlinuz(
                        in.text("path", INSIDE, "a relative path without .."),
                        in.text("sha256", SHA256, "64 hexadecimal digits"),
                        in.positive("bytes"));
        in.nothingElse();
        return vmlinuz;
    }

    private static Truth truth(JsonObject in) {
        Truth truth =
                new Truth(
                        in.text("features", HEX, "hexadecimal, as 0x3fff"),
                        in.texts("opcodes"),
                        in.texts("setupFlags"),
                        in.texts("registerOperations"),
                        in.texts("sqeFlags"),
                        in.texts("enterFlags"));
        in.nothingElse();
        return truth;
    }

    private static void write(KernelEntry entry, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", entry.id());
        out.writeStringField("series", entry.series());
        out.writeStringField("release", entry.release());
        out.writeStringField("flavour", entry.flavour());
        out.writeStringField("endOfLife", entry.endOfLife());
        out.writeObjectFieldStart("source");
        switch (entry.source()) {
            case KernelSource.LocalFile(Path file) -> out.writeStringField("file", file.toString());
            case KernelSource.Archive(String suite, List<PackagePin> packages) -> {
                out.writeStringField("suite", suite);
                out.writeArrayFieldStart("packages");
                for (PackagePin pin : packages) {
                    out.writeStartObject();
                    out.writeStringField("name", pin.name());
                    out.writeStringField("version", pin.version());
                    out.writeStringField("path", pin.path());
                    out.writeStringField("sha256", pin.sha256());
                    out.writeNumberField("bytes", pin.bytes());
                    out.writeEndObject();
                }
                out.writeEndArray();
            }
        }
        out.writeEndObject();
        out.writeObjectFieldStart("vmlinuz");
        out.writeStringField("path", entry.vmlinuz().path());
        out.writeStringField("sha256", entry.vmlinuz().sha256());
        out.writeNumberField("bytes", entry.vmlinuz().bytes());
        out.writeEndObject();
        out.writeStringField("boot", word(entry.boot()));
        write(entry.truth(), out);
        out.writeEndObject();
    }

    private static void write(@Nullable Truth truth, JsonGenerator out) throws IOException {
        if (truth == null) {
            out.writeNullField("truth");
            return;
        }
        out.writeObjectFieldStart("truth");
        out.writeStringField("features", truth.features());
        names(out, "opcodes", truth.opcodes());
        names(out, "setupFlags", truth.setupFlags());
        names(out, "registerOperations", truth.registerOperations());
        names(out, "sqeFlags", truth.sqeFlags());
        names(out, "enterFlags", truth.enterFlags());
        out.writeEndObject();
    }

    private static void names(JsonGenerator out, String field, List<String> names)
            throws IOException {
        out.writeArrayFieldStart(field);
        for (String name : names) {
            out.writeString(name);
        }
        out.writeEndArray();
    }
}
