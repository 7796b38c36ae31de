package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Answers whether a feature can be used: on this kernel as observed, on others as documented.
@Command(
        name = "can-i-use",
        description = "Says whether this kernel, or another release, has a feature.",
        footer = {
            "",
            "Examples:",
            "  ringmark can-i-use SEND_ZC              asks the running kernel",
            "  ringmark can-i-use IORING_SETUP_SQPOLL --kernel 5.10",
            "                                          asks the documentation of that release",
            "",
            "Exit status: 0 yes, 1 no, 2 no such feature, 3 the kernel's answer was",
            "inconclusive."
        })
final class CanIUseCommand extends RingmarkCommand {
    /// What is said of one feature.
    private record Answer(Fields feature, ExitStatus status, String sentence) {}

    @Parameters(
            paramLabel = "NAME",
            description = "a feature: SEND_ZC, IORING_OP_SEND_ZC; case does not matter")
    private String name = "";

    @Option(
            names = "--kernel",
            paramLabel = "VERSION",
            description = "ask documentation and headers for this release; nothing is observed")
    private @Nullable String kernel;

    CanIUseCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        Function<Fields, Answer> answer = answerer();
        List<Fields> catalogue = context().harness().askLines("catalogue");
        FeatureNames names =
                new FeatureNames(catalogue.stream().map(feature -> feature.text("name")).toList());
        List<String> matching = names.matching(name);
        if (matching.isEmpty()) {
            throw unknown(names.nearest(name));
        }
        List<Fields> source = kernel == null ? context().harness().askLines("features") : catalogue;
        List<Answer> answers =
                source.stream()
                        .filter(feature -> matching.contains(feature.text("name")))
                        .map(answer)
                        .toList();
        if (json()) {
            print(Fields.json(answers.stream().map(this::json).toList()));
        } else {
            answers.forEach(given -> print(lines(given)));
        }
        return answers.stream()
                .map(Answer::status)
                .max(ExitStatus::compareTo)
                .orElse(ExitStatus.COULD_NOT_RUN);
    }

    private Function<Fields, Answer> answerer() {
        if (kernel == null) {
            return CanIUseCommand::observed;
        }
        try {
            KernelVersion version = KernelVersion.parse(kernel);
            return feature -> documented(feature, version);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitStatus.USAGE, "--kernel: " + e.getMessage(), e);
        }
    }

    private CommandException unknown(List<String> nearest) {
        return new CommandException(
                ExitStatus.USAGE,
                "no feature is named '"
                        + name
                        + "'"
                        + (nearest.isEmpty()
                                ? "; 'ringmark features' lists them all"
                                : "; did you mean " + String.join(", ", nearest) + "?"));
    }

    private static Answer observed(Fields feature) {
        String detail = feature.text("detail");
        String why = detail.isEmpty() ? "" : " (" + detail + ")";
        return switch (feature.text("observed")) {
            case "supported" -> new Answer(feature, ExitStatus.OK, "yes: this kernel has it" + why);
            case "unsupported" ->
                    new Answer(
                            feature, ExitStatus.FINDINGS, "no: this kernel does not have it" + why);
            default ->
                    new Answer(feature, ExitStatus.COULD_NOT_RUN, "this kernel does not say" + why);
        };
    }

    /// The headers are the better witness: they belong to a release, a man page to many.
    private static Answer documented(Fields feature, KernelVersion kernel) {
        String header = feature.text("header");
        String since = header.isEmpty() ? feature.text("documented") : header;
        String basis = "by documentation, not by observation, ";
        if (since.isEmpty()) {
            return new Answer(
                    feature, ExitStatus.COULD_NOT_RUN, basis + "nobody says which kernel has it");
        }
        boolean has = KernelVersion.parse(since).compareTo(kernel) <= 0;
        String answer = (has ? "yes: " : "no: ") + basis + "it is in " + since + " and later";
        return new Answer(
                feature,
                has ? ExitStatus.OK : ExitStatus.FINDINGS,
                answer + ", asked for " + kernel);
    }

    private static List<String> lines(Answer answer) {
        Fields feature = answer.feature();
        List<String> lines = new ArrayList<>();
        lines.add(feature.text("name") + "  " + answer.sentence());
        lines.addAll(Layout.labelled("  documented", 14, orNobody(feature.text("documented"))));
        lines.addAll(Layout.labelled("  header", 14, orNobody(feature.text("header"))));
        if (!feature.text("source").isEmpty()) {
            lines.addAll(Layout.labelled("  source", 14, feature.text("source")));
        }
        return lines;
    }

    private Map<String, Object> json(Answer answer) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", answer.feature().text("name"));
        object.put("basis", kernel == null ? "observed" : "documented");
        object.put("kernel", kernel == null ? System.getProperty("os.version") : kernel);
        object.put(
                "answer",
                switch (answer.status()) {
                    case OK -> "yes";
                    case FINDINGS -> "no";
                    case USAGE, COULD_NOT_RUN, INTERRUPTED -> "inconclusive";
                });
        object.put("sentence", answer.sentence());
        object.put("feature", answer.feature().object());
        return object;
    }

    private static String orNobody(String since) {
        return since.isEmpty() ? "-" : since;
    }
}
