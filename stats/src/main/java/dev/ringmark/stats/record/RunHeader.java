package dev.ringmark.stats.record;

import java.time.Instant;
import java.util.Map;

/// The first line: which run this is, of which suite, where it was made.
///
/// `schema` is [#SCHEMA] in what this version writes; a lenient reader passes on a later one.
public record RunHeader(
        int schema,
        String runId,
        Instant startedAt,
        Tool tool,
        String suite,
        long seed,
        Environment env,
        Map<String, JsonValue> extras)
        implements RecordLine {
    /// The version of the record that this code writes and understands.
    public static final int SCHEMA = 1;

    static final String TYPE = "run";

    /// Checks schema and names.
    public RunHeader {
        Checks.atLeast("schema", schema, 1);
        Checks.filled("runId", runId);
        Checks.filled("suite", suite);
        extras = Checks.ordered(extras);
    }

    /// A line of the current schema without unknown fields.
    public RunHeader(
            String runId, Instant startedAt, Tool tool, String suite, long seed, Environment env) {
        this(SCHEMA, runId, startedAt, tool, suite, seed, env, Map.of());
    }

    @Override
    public String type() {
        return TYPE;
    }

    static RunHeader read(FieldsIn in) {
        return new RunHeader(
                in.smallInteger("schema"),
                in.text("runId"),
                in.parsed("startedAt", Instant::parse),
                in.object("tool", Tool::read),
                in.text("suite"),
                in.integer("seed"),
                in.object("env", Environment::read),
                in.extras());
    }

    void write(FieldsOut out) {
        out.integer("schema", schema)
                .text("runId", runId)
                .text("startedAt", startedAt.toString())
                .object("tool", tool, Tool::write)
                .text("suite", suite)
                .integer("seed", seed)
                .object("env", env, Environment::write)
                .extras(extras);
    }
}
