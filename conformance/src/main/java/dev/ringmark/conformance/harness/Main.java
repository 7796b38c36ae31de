package dev.ringmark.conformance.harness;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.stats.record.RecordException;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The harness' entry: what the command line starts in a process of its own.
///
/// | verb | does |
/// |---|---|
/// | `run` | writes a record of a suite; prints `progress DONE TOTAL ID MODE VERDICT` |
/// | `probe` | prints what this kernel has, a JSON object |
/// | `features` | prints each known feature with what was observed, a JSON object a line |
/// | `catalogue` | as `features`, without asking the kernel |
/// | `doctor` | prints what stands in io_uring's way, a JSON object ([Doctor]) |
/// | `worker` | runs checks for a supervisor |
///
/// Ends with 0, 2 after a wrong command line, 3 when io_uring is not available, no worker can be
/// had, or the record can't be written; with 130 or 143 when a signal ended it.
public final class Main {

    private static final int USAGE = 2;
    private static final int COULD_NOT_RUN = 3;

    private Main() {}

    public static void main(String[] words) {
        System.exit(run(Arrays.asList(words), System.out, System.err));
    }

    private static int run(List<String> words, PrintStream out, PrintStream err) {
        try {
            String verb = words.isEmpty() ? "" : words.getFirst();
            List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
            return switch (verb) {
                case "run" ->
                        new SuiteRun(RunRequest.parse(rest), out, err).run() ? 0 : COULD_NOT_RUN;
                case "probe" -> {
                    out.println(Catalogue.probe(kernel(rest)));
                    yield 0;
                }
                case "features" -> {
                    Catalogue.features(kernel(rest)).forEach(out::println);
                    yield 0;
                }
                case "catalogue" -> {
                    Catalogue.catalogue().forEach(out::println);
                    yield 0;
                }
                case "doctor" -> {
                    out.println(Doctor.answer(rest));
                    yield 0;
                }
                case "worker" -> {
                    Worker.work(kernel(rest));
                    throw new IllegalStateException("a worker never returns");
                }
                default ->
                        throw new UsageException(
                                "verb: "
                                        + verb
                                        + ", expected run, probe, features, catalogue, doctor or"
                                        + " worker");
            };
        } catch (UsageException e) {
            err.println("harness: " + e.getMessage());
            return USAGE;
        } catch (RecordException | WorkerException e) {
            err.println("harness: " + e.getMessage());
            return COULD_NOT_RUN;
        }
    }

    /// The host's kernel, without what `--hide` says.
    private static Kernel kernel(List<String> words) {
        Arguments arguments = new Arguments(words, Set.of(RunRequest.HIDE));
        return HiddenFeatures.parse(arguments.texts(RunRequest.HIDE)).apply(Kernel.host());
    }
}
