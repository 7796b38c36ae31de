package dev.ringmark.stats.record;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a record line by line and checks what no line can check alone: that the header is first
/// and of a schema we know, the end last, no result there twice, the end's counts true.
public final class RecordReader {
    private final Path path;
    private final ReadMode mode;
    private final Consumer<RecordLine> sink;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Map.Entry<String, Map<String, String>>> resultsSeen = new HashSet<>();
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    private @Nullable RunHeader header;
    private boolean ended;
    private int line;

    private RecordReader(Path path, ReadMode mode, Consumer<RecordLine> sink) {
        this.path = path;
        this.mode = mode;
        this.sink = sink;
    }

    /// The whole record.
    ///
    /// @throws RecordException strict: at the first problem, a missing end among them; lenient: if
    ///     the file cannot be read or no line of it is one of ours
    public static Run read(Path path, ReadMode mode) {
        List<RecordLine> lines = new ArrayList<>();
        RecordReader reader = new RecordReader(path, mode, lines::add);
        reader.readAll();
        if (lines.getFirst() instanceof RunHeader header) {
            return new Run(header, lines.subList(1, lines.size()), reader.problems);
        }
        throw new IllegalStateException("the first line read is " + lines.getFirst());
    }

    /// Gives each line to `sink` as it is read, the header first: for records too large to hold.
    ///
    /// @return what was wrong, nothing in strict mode
    /// @throws RecordException as [#read] does
    public static List<Problem> forEach(Path path, ReadMode mode, Consumer<RecordLine> sink) {
        RecordReader reader = new RecordReader(path, mode, sink);
        reader.readAll();
        return List.copyOf(reader.problems);
    }

    /// Where a record that is still being written can be continued.
    ///
    /// `length` leaves out a last line that its writer did not finish; `lineEnded` says whether
    /// what is before it ends with a line break.
    record Tail(long length, boolean lineEnded) {}

    /// Reads strictly, but for the last line and the missing end.
    static Tail tail(Path path) {
        RecordReader reader = new RecordReader(path, ReadMode.STRICT, _ -> {});
        Tail tail = reader.scan(true);
        if (reader.header == null) {
            throw new RecordException(path, "no complete run line, nothing can be continued");
        }
        if (reader.ended) {
            throw new RecordException(path, "the run has ended, nothing can be appended to it");
        }
        return tail;
    }

    private void readAll() {
        scan(false);
        if (header == null) {
            String none = "no line of a Ringmark record in it";
            throw new RecordException(
                    path,
                    problems.isEmpty() ? "empty, " + none : none + "; " + problems.getFirst());
        }
        if (!ended) {
            problem(
                    new FieldException(
                            "type", "no line behind this", "end: the run did not finish"));
        }
    }

    private Tail scan(boolean forgiveTorn) {
        try (InputStream in = Files.newInputStream(path)) {
            LineSource source = new LineSource(in);
            boolean more = true;
            while (more) {
                try {
                    String text = source.next();
                    line = source.line();
                    more = text != null;
                    if (text != null) {
                        accept(text);
                    }
                } catch (FieldException e) {
                    line = source.line();
                    if (source.lineEnded()) {
                        problem(e);
                    } else if (forgiveTorn) {
                        return new Tail(source.lineStart(), true);
                    } else {
                        problem(e.because("the file ends within this line"));
                    }
                }
            }
            return new Tail(source.lineStart(), source.lineEnded());
        } catch (IOException e) {
            throw new RecordException(path, "cannot be read", e);
        }
    }

    private void accept(String text) {
        if (!(Json.parse(text) instanceof JsonValue.Obj object)) {
            throw new FieldException("(line)", text, "a JSON object");
        }
        String type = new FieldsIn(object).text("type");
        boolean isHeader = type.equals(RunHeader.TYPE);
        if (ended) {
            problem(new FieldException("type", type, "no line behind the end"));
        }
        if (isHeader && header == null) {
            readHeader(object);
        } else if (isHeader) {
            throw new FieldException("type", type, "one run line, the first");
        } else {
            if (header == null) {
                problem(new FieldException("type", type, "run, as the first line"));
            }
            RecordLine next = LineCodec.fromObject(object);
            if (header != null || !(next instanceof UnknownLine)) {
                begin(header == null ? HeaderRepair.LOST : header);
                check(next);
                sink.accept(next);
            }
        }
    }

    private void readHeader(JsonValue.Obj object) {
        if (object.fields().get("schema") instanceof JsonValue.Num schema
                && schema.value().compareTo(BigDecimal.valueOf(RunHeader.SCHEMA)) > 0) {
            problem(
                    new FieldException(
                            "schema",
                            schema.literal(),
                            RunHeader.SCHEMA + ": a later version of Ringmark wrote this"));
        }
        begin(
                switch (mode) {
                    case STRICT -> HeaderRepair.strict(object);
                    case LENIENT -> HeaderRepair.lenient(object, this::problem);
                });
    }

    private void begin(RunHeader first) {
        if (header == null) {
            header = first;
            sink.accept(first);
        }
    }

    private void check(RecordLine next) {
        switch (next) {
            case ResultLine result -> {
                counts.merge(result.verdict(), 1, Integer::sum);
                if (!resultsSeen.add(Map.entry(result.id(), result.params()))) {
                    String name = ResultKey.named(result.id(), result.params());
                    problem(new FieldException("id", name, "one result with these params"));
                }
            }
            case EndLine end -> {
                ended = true;
                for (Verdict verdict : Verdict.values()) {
                    int said = end.counts().getOrDefault(verdict, 0);
                    int found = counts.getOrDefault(verdict, 0);
                    if (said != found) {
                        String field = "counts." + verdict.wireName();
                        String expected = found + ", the number of these results in the file";
                        problem(new FieldException(field, Integer.toString(said), expected));
                    }
                }
            }
            case RunHeader _, StartLine _, FeatureLine _, UnknownLine _ -> {}
        }
    }

    private void problem(FieldException e) {
        Problem problem = new Problem(Math.max(1, line), e.field(), e.problem());
        switch (mode) {
            case STRICT -> throw new RecordException(path, problem);
            case LENIENT -> problems.add(problem);
        }
    }
}
