package dev.ringmark.stats.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What three sources say of one feature: documentation, headers and the kernel. Data, no verdict.
///
/// `kind` is the catalogue's word (`opcode`, `setup_flag`). `documented` and `header` are the
/// version each names, null where it does not have the feature. `class` is the field's name in a
/// record of what is `featureClass` here.
public record FeatureLine(
        String name,
        String kind,
        @Nullable String documented,
        @Nullable String header,
        Observation observed,
        FeatureClass featureClass,
        @Nullable String detail,
        @Nullable String source,
        Map<String, JsonValue> extras)
        implements RecordLine {
    static final String TYPE = "feature";

    /// Checks that name and kind are there.
    public FeatureLine {
        Checks.filled("name", name);
        Checks.filled("kind", kind);
        extras = Checks.ordered(extras);
    }

    /// A line without unknown fields.
    public FeatureLine(
            String name,
            String kind,
            @Nullable String documented,
            @Nullable String header,
            Observation observed,
            FeatureClass featureClass,
            @Nullable String detail,
            @Nullable String source) {
        this(name, kind, documented, header, observed, featureClass, detail, source, Map.of());
    }

    @Override
    public String type() {
        return TYPE;
    }

    static FeatureLine read(FieldsIn in) {
        return new FeatureLine(
                in.text("name"),
                in.text("kind"),
                in.textOrNull("documented"),
                in.textOrNull("header"),
                in.parsed("observed", Observation::parse),
                in.parsed("class", FeatureClass::parse),
                in.textOrNull("detail"),
                in.textOrNull("source"),
                in.extras());
    }

    void write(FieldsOut out) {
        out.text("name", name)
                .text("kind", kind)
                .text("documented", documented)
                .text("header", header)
                .text("observed", observed.wireName())
                .text("class", featureClass.wireName())
                .text("detail", detail)
                .text("source", source)
                .extras(extras);
    }
}
