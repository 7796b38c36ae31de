package dev.ringmark.stats.exchange;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Direction;
import dev.ringmark.stats.sample.Fingerprint;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Measure;
import dev.ringmark.stats.sample.Mode;
import dev.ringmark.stats.sample.Repeatability;
import dev.ringmark.stats.sample.Replication;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Values;
import dev.ringmark.stats.sample.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One raw value in each line, with its place: written and read without loss.
///
/// The first line names the columns, in any order. `benchmark`, `fork`, `unit` and `value` must be
/// there; `params` (`a=1;b=2`), `mode`, `measure`, `direction`, `repeatability`, `replication`,
/// `boot`, `block`, `phase` (`warmup`, `measured`, `tally`), `count` and `excluded` may be.
final class CsvText {
    private static final List<String> COLUMNS =
            List.of(
                    "benchmark",
                    "params",
                    "mode",
                    "measure",
                    "unit",
                    "direction",
                    "repeatability",
                    "replication",
                    "boot",
                    "fork",
                    "block",
                    "phase",
                    "value",
                    "count",
                    "excluded");
    private static final List<String> NEEDED = List.of("benchmark", "fork", "unit", "value");

    private final Path file;
    private final Rows rows;
    private final Map<String, Integer> columns = new HashMap<>();
    private final Map<String, Measure> measures = new HashMap<>();
    private List<String> cells = List.of();
    private String line = "1";
    private Replication replication = Replication.FORK;

    private CsvText(Path file, Variant variant) {
        this.file = file;
        this.rows = new Rows(file, variant);
    }

    static ResultFile read(Path file, Variant variant) {
        CsvText reader = new CsvText(file, variant);
        TextLines.forEach(file, reader::line);
        if (reader.columns.isEmpty()) {
            throw new ImportException(file, "", "empty, expected a line of column names");
        }
        return reader.rows.finish(Format.CSV, reader.replication, Fingerprint.UNKNOWN, List.of());
    }

    /// All values, one in a line; a fork without any has a line without value.
    static String write(List<Sample> samples) {
        StringBuilder out = new StringBuilder(String.join(",", COLUMNS)).append('\n');
        for (Sample sample : samples) {
            BenchmarkId id = sample.benchmark();
            for (int b = 0; b < sample.boots().size(); b++) {
                List<Fork> forks = sample.boots().get(b).forks();
                for (int f = 0; f < forks.size(); f++) {
                    Fork fork = forks.get(f);
                    String head = head(id, sample.replication(), b, f, fork.block());
                    String tail = "," + quoted(fork.excluded() == null ? "" : fork.excluded());
                    if (fork.warmup().size() + fork.iterations().size() + fork.tally().total()
                            == 0) {
                        out.append(head).append(",measured,,").append(tail).append('\n');
                    }
                    values(out, head + ",warmup,", fork.warmup(), tail);
                    values(out, head + ",measured,", fork.iterations(), tail);
                    fork.tally()
                            .counts()
                            .forEach(
                                    (value, count) ->
                                            out.append(head)
                                                    .append(",tally,")
                                                    .append(value)
                                                    .append(',')
                                                    .append(count)
                                                    .append(tail)
                                                    .append('\n'));
                }
            }
        }
        return out.toString();
    }

    private static String head(BenchmarkId id, Replication of, int boot, int fork, int block) {
        Measure measure = id.measure();
        return String.join(
                ",",
                quoted(id.name()),
                quoted(Escape.pairs(id.params())),
                lower(id.mode()),
                quoted(measure.name()),
                Scale.word(measure.unit()),
                lower(measure.direction()),
                lower(measure.repeatability()),
                lower(of),
                Integer.toString(boot),
                Integer.toString(fork),
                block == Fork.NO_BLOCK ? "" : Integer.toString(block));
    }

    private static void values(StringBuilder out, String head, Values values, String tail) {
        values.stream()
                .forEach(v -> out.append(head).append(v).append(',').append(tail).append('\n'));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String quoted(String text) {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private void line(int number, String text) {
        line = Integer.toString(number);
        if (text.isBlank()) {
            return;
        }
        cells = cells(text);
        if (columns.isEmpty()) {
            for (int i = 0; i < cells.size(); i++) {
                if (columns.put(cells.get(i).strip(), i) != null) {
                    throw refused("column", cells.get(i), "each column once");
                }
            }
            for (String needed : NEEDED) {
                if (!columns.containsKey(needed)) {
                    throw refused("columns", text, "one named " + needed);
                }
            }
            return;
        }
        if (cells.size() != columns.size()) {
            throw refused(
                    "line", cells.size() + " cells", columns.size() + ", as the first line has");
        }
        row();
    }

    private void row() {
        Scale scale = Scale.of(cell("unit", ""));
        if (scale == null) {
            throw refused("unit", cell("unit", ""), "ns/op, ops/s, B/op and the like");
        }
        BenchmarkId id = id(scale);
        Rows.Place place = new Rows.Place(cell("boot", "0"), cell("fork", ""));
        if (place.fork().isEmpty()) {
            throw refused("fork", "nothing", "the name or number of the fork");
        }
        replication = constant("replication", Replication.values(), replication);
        String block = cell("block", "");
        String excluded = cell("excluded", "");
        rows.fork(
                line,
                id,
                place,
                block.isEmpty() ? Fork.NO_BLOCK : (int) number("block", block),
                excluded.isEmpty() ? null : excluded);
        Rows.Phase phase = constant("phase", Rows.Phase.values(), Rows.Phase.MEASURED);
        String value = cell("value", "");
        if (value.isEmpty() && excluded.isEmpty()) {
            throw refused("value", "nothing", "a number");
        }
        if (!value.isEmpty()) {
            String count = cell("count", "1");
            rows.value(
                    line,
                    id,
                    place,
                    phase,
                    scale.toBase(number("value", value)),
                    (long) number("count", count));
        }
    }

    private BenchmarkId id(Scale scale) {
        String name = cell("benchmark", "");
        if (name.isBlank()) {
            throw refused("benchmark", "nothing", "a name");
        }
        Map<String, String> params;
        try {
            params = Escape.map(cell("params", ""));
        } catch (IllegalArgumentException _) {
            throw refused("params", cell("params", ""), "a=1;b=2, each name once");
        }
        Direction direction = constant("direction", Direction.values(), scale.direction());
        boolean plain = cell("measure", "").isEmpty();
        if (plain && direction != scale.direction()) {
            throw refused(
                    "direction",
                    lower(direction),
                    lower(scale.direction()) + " for the unit " + cell("unit", ""));
        }
        Measure standard =
                scale.direction() == Direction.HIGHER_IS_BETTER
                        ? Measure.rate("throughput")
                        : Measure.time("time");
        Measure measure =
                new Measure(
                        cell("measure", standard.name()),
                        scale.unit(),
                        direction,
                        constant("repeatability", Repeatability.values(), Repeatability.NOISY));
        BenchmarkId id =
                BenchmarkId.of(
                        name, params, constant("mode", Mode.values(), Mode.UNSTATED), measure);
        Measure before = measures.putIfAbsent(id.label() + id.mode() + measure.name(), measure);
        if (before != null && !before.equals(measure)) {
            throw refused(
                    "unit",
                    cell("unit", "") + ", " + lower(direction),
                    Scale.word(before.unit())
                            + ", "
                            + lower(before.direction())
                            + ", as an earlier line of "
                            + id.label());
        }
        return id;
    }

    private String cell(String column, String otherwise) {
        Integer at = columns.get(column);
        String text = at == null ? "" : cells.get(at).strip();
        return text.isEmpty() ? otherwise : text;
    }

    private double number(String column, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw refused(column, text, "a number");
        }
    }

    private <E extends Enum<E>> E constant(String column, E[] constants, E otherwise) {
        String text = cell(column, "");
        for (E constant : constants) {
            if (lower(constant).equals(text)) {
                return constant;
            }
        }
        if (text.isEmpty()) {
            return otherwise;
        }
        List<String> names = new ArrayList<>();
        for (E constant : constants) {
            names.add(lower(constant));
        }
        throw refused(column, text, "one of " + String.join(", ", names));
    }

    private List<String> cells(String text) {
        List<String> found = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean inQuotes = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && inQuotes && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                inQuotes = !inQuotes;
            } else if (c == ',' && !inQuotes) {
                found.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        if (inQuotes) {
            throw refused("line", text, "a quote that ends in its line");
        }
        found.add(cell.toString());
        return found;
    }

    private ImportException refused(String field, String value, String expected) {
        return new ImportException(file, line, ImportException.problem(field, value, expected));
    }
}
