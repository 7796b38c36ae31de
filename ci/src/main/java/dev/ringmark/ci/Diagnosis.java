package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.record.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a doctor said: the harness' verb `doctor`, here or in a container, or how it died.
record Diagnosis(Fields fields) {
    private static final int SIGKILL_STATUS = 137;
    private static final int SIGSYS_STATUS = 159;

    /// What comes of a doctor that ended so.
    ///
    /// @param harness tells what a death means, in a process that asks no kernel
    static Diagnosis of(int status, String output, Harness harness) {
        String signal =
                switch (status) {
                    case SIGKILL_STATUS -> "SIGKILL";
                    case SIGSYS_STATUS -> "SIGSYS";
                    default -> "";
                };
        if (!signal.isEmpty()) {
            return new Diagnosis(
                    Fields.parse(harness.ask(List.of("doctor", "--died", signal)).strip()));
        }
        String answer = output.lines().filter(line -> line.startsWith("{")).findFirst().orElse("");
        if (status != 0 || answer.isEmpty()) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN,
                    "the doctor ended with status " + status + " and said: " + output.strip());
        }
        return new Diagnosis(Fields.parse(answer));
    }

    /// What was answered to the questions, by their names.
    Map<String, String> answers() {
        return texts("answers");
    }

    /// What became of a loop of the runtime with each fallback, where that was tried.
    Map<String, String> runtime() {
        return texts("runtime");
    }

    /// What stands behind each of these, in a sentence.
    Map<String, String> runtimeReasons() {
        return texts("runtimeReasons");
    }

    /// The causes that were found.
    List<String> causes() {
        return findings().stream().map(finding -> finding.text("cause")).toList();
    }

    /// Each with `cause`, `evidence`, and `remedies` by platform.
    List<Fields> findings() {
        List<Fields> findings = new ArrayList<>();
        if (fields.object().fields().get("findings") instanceof JsonValue.Array(var items)) {
            for (JsonValue item : items) {
                if (item instanceof JsonValue.Obj object) {
                    findings.add(new Fields(object));
                }
            }
        }
        return findings;
    }

    private Map<String, String> texts(String name) {
        Fields inner = fields.fields(name);
        Map<String, String> byName = new LinkedHashMap<>();
        inner.names().forEach(each -> byName.put(each, inner.text(each)));
        return byName;
    }
}
