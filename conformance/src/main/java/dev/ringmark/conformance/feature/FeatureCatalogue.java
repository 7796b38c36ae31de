package dev.ringmark.conformance.feature;

import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.probe.KernelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Every feature of io_uring with what the header and the man pages say of it; immutable.
public final class FeatureCatalogue {

    private static final String RESOURCE = "features.csv";
    private static final List<String> COLUMNS =
            List.of(
                    "kind",
                    "name",
                    "value",
                    "first_kernel",
                    "first_kernel_source",
                    "man_page_claim",
                    "man_vs_header",
                    "detect",
                    "notes");

    // first_kernel is a release with remarks: ">=7.1", "5.5 (until 5.12; gone in 5.13)".
    private static final Pattern FIRST = Pattern.compile("(?:>=)?(\\d+\\.\\d+)(?: \\(.*)?.*");
    private static final Pattern GONE = Pattern.compile("gone in (\\d+\\.\\d+)");
    private static final Pattern CLAIM = Pattern.compile("(\\d+\\.\\d+)@(\\w+)\\.(\\d)");

    private final Map<String, Feature> byName;

    private FeatureCatalogue(Map<String, Feature> byName) {
        this.byName = Collections.unmodifiableMap(byName);
    }

    /// The catalogue that comes with this version.
    public static FeatureCatalogue load() {
        try (InputStream resource = FeatureCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar");
            }
            return parse(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    /// Reads a catalogue.
    ///
    /// @throws IllegalArgumentException with row, field and value
    static FeatureCatalogue parse(String csv) {
        List<List<String>> rows = CsvReader.rows(csv);
        if (rows.isEmpty() || !rows.getFirst().equals(COLUMNS)) {
            throw new IllegalArgumentException(
                    "columns: "
                            + (rows.isEmpty() ? "none" : rows.getFirst())
                            + ", expected "
                            + COLUMNS);
        }
        Map<String, Feature> features = new LinkedHashMap<>();
        for (int row = 1; row < rows.size(); row++) {
            try {
                Feature feature = feature(rows.get(row));
                if (features.put(feature.name(), feature) != null) {
                    throw new IllegalArgumentException(
                            "name: \"" + feature.name() + "\", expected each name once");
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("row " + (row + 1) + ": " + e.getMessage(), e);
            }
        }
        return new FeatureCatalogue(features);
    }

    /// All features, in the catalogue's order.
    public List<Feature> features() {
        return List.copyOf(byName.values());
    }

    /// A feature by its name in the header, or a behaviour by its phrase.
    public Optional<Feature> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// What a kernel showed for each feature, held against what is said of it.
    public List<Classification> classify(Features observed) {
        return byName.values().stream()
                .map(
                        feature ->
                                Classification.of(
                                        feature,
                                        observed.support(feature.name()),
                                        observed.version()))
                .toList();
    }

    private static Feature feature(List<String> fields) {
        if (fields.size() != COLUMNS.size()) {
            throw new IllegalArgumentException(
                    "fields: " + fields.size() + ", expected " + COLUMNS.size());
        }
        String first = fields.get(3);
        Matcher since = FIRST.matcher(first);
        if (!since.matches()) {
            throw new IllegalArgumentException(
                    "first_kernel: \"" + first + "\", expected a release such as 5.19");
        }
        Matcher gone = GONE.matcher(first);
        return new Feature(
                FeatureKind.ofWireName(fields.get(0)),
                fields.get(1),
                fields.get(2),
                KernelVersion.parse(since.group(1)),
                gone.find() ? KernelVersion.parse(gone.group(1)) : null,
                claim(fields.get(5)),
                fields.get(4),
                fields.get(7),
                fields.get(8));
    }

    private static Feature.@Nullable Claim claim(String text) {
        if (text.isEmpty()) {
            return null;
        }
        Matcher claim = CLAIM.matcher(text);
        if (!claim.matches()) {
            throw new IllegalArgumentException(
                    "man_page_claim: \""
                            + text
                            + "\", expected a release and a page, as in"
                            + " 5.17@io_uring_setup.2");
        }
        return new Feature.Claim(
                KernelVersion.parse(claim.group(1)), claim.group(2) + "(" + claim.group(3) + ")");
    }
}
