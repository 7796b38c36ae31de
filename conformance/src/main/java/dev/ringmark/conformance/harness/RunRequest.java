package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.stats.record.JsonValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the verb `run` was asked for.
///
/// @param out the record to write; must not exist, its folder must
/// @param only ids and families; empty means every check
/// @param mode the one mode, or null for those of the suite
/// @param hidden what the kernel is to seem not to have
/// @param waivers `default`, `none`, or a file
/// @param part which part of the suite, `K/N`, null for all: the others are run elsewhere
/// @param skip a file with an id and a mode in each line: what another boot of this kernel has run
/// @param echo a file, a serial line perhaps, that every line of the record is written to as well
record RunRequest(
        Path out,
        String runId,
        Suite suite,
        long seed,
        List<String> only,
        @Nullable RingMode mode,
        List<String> hidden,
        String waivers,
        @Nullable String part,
        @Nullable Path skip,
        @Nullable Path echo) {

    private static final String OUT = "--out";
    private static final String RUN_ID = "--run-id";
    private static final String SUITE = "--suite";
    private static final String SEED = "--seed";
    private static final String ONLY = "--only";
    private static final String MODE = "--mode";
    static final String HIDE = "--hide";
    private static final String WAIVERS = "--waivers";
    static final String PART = "--part";
    private static final String SKIP = "--skip";
    private static final String ECHO = "--echo";

    private static final Set<String> OPTIONS =
            Set.of(OUT, RUN_ID, SUITE, SEED, ONLY, MODE, HIDE, WAIVERS, PART, SKIP, ECHO);

    static RunRequest parse(List<String> words) {
        Arguments arguments = new Arguments(words, OPTIONS);
        String mode = arguments.textOrNull(MODE);
        List<String> hidden = arguments.texts(HIDE);
        HiddenFeatures.parse(hidden); // refused here, before anything is written
        return new RunRequest(
                Path.of(arguments.text(OUT)).toAbsolutePath(),
                arguments.text(RUN_ID),
                arguments.constant(SUITE, Suite.class),
                arguments.integer(SEED),
                arguments.texts(ONLY),
                mode == null ? null : Arguments.constant(MODE, mode, RingMode.class),
                hidden,
                arguments.text(WAIVERS),
                arguments.textOrNull(PART),
                path(arguments.textOrNull(SKIP)),
                path(arguments.textOrNull(ECHO)));
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }

    /// What narrows the suite or changes the kernel, for the record; empty when nothing does.
    Map<String, JsonValue> restrictions() {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        putTexts(fields, "only", only);
        if (mode != null) {
            fields.put("mode", new JsonValue.Text(mode.wireName()));
        }
        putTexts(fields, "hidden", hidden);
        return fields;
    }

    private static void putTexts(Map<String, JsonValue> to, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            to.put(name, JsonText.array(texts));
        }
    }
}
