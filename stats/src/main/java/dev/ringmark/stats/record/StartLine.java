package dev.ringmark.stats.record;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says that a check is about to run, so that one which takes the process down can be named.
public record StartLine(String id, Map<String, String> params, Map<String, JsonValue> extras)
        implements RecordLine {
    static final String TYPE = "start";

    private static final String STATEMENT = "statement";
    private static final String SAYS = "says";

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

    /// This start with what its check says, for whoever has to answer for it.
    public StartLine saying(String statement, String says) {
        Map<String, JsonValue> more = new LinkedHashMap<>(extras);
        if (!statement.isEmpty()) {
            more.put(STATEMENT, new JsonValue.Text(statement));
        }
        more.put(SAYS, new JsonValue.Text(says));
        return new StartLine(id, params, more);
    }

    /// The result of what was started and can't answer any more, with what its check says.
    ///
    /// @param unsaid what it says when it was not told at the start
    public ResultBuilder result(Verdict verdict, String unsaid) {
        String says = text(SAYS);
        return ResultLine.builder(id, Kind.CHECK, verdict)
                .params(params)
                .statement(text(STATEMENT))
                .says(says == null ? unsaid : says);
    }

    private @Nullable String text(String name) {
        return extras.get(name) instanceof JsonValue.Text(String text) ? text : null;
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
