package dev.ringmark.stats.record;

import java.util.Map;

/// Says that a check is about to run, so that one which takes the process down can be named.
public record StartLine(String id, Map<String, String> params, Map<String, JsonValue> extras)
        implements RecordLine {
    static final String TYPE = "start";

    /// Checks the id.
    public StartLine {
        Checks.id(id);
        params = Checks.ordered(params);
        extras = Checks.ordered(extras);
    }

    /// A line without unknown fields.
    public StartLine(String id, Map<String, String> params) {
        this(id, params, Map.of());
    }

    /// What the result will be compared by.
    public ResultKey key(Environment env) {
        return new ResultKey(id, params, env.kernelRelease(), env.arch());
    }

    @Override
    public String type() {
        return TYPE;
    }

    static StartLine read(FieldsIn in) {
        return new StartLine(in.text("id"), in.textMap("params"), in.extras());
    }

    void write(FieldsOut out) {
        out.text("id", id).textMap("params", params).extras(extras);
    }
}
