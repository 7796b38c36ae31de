package dev.ringmark.stats.record;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lines of every type with values at random, the awkward ones often; the same seed, the same
// lines.
final class RandomLines {
    private static final List<String> AWKWARD =
            List.of(
                    "",
                    " ",
                    "\"\\/",
                    "\n\r\t\b\f\0\u001b\u007f",
                    "\u0085\u2028\u2029\ufeff",
                    "\ud83d\ude00",
                    "\ud800",
                    "\udc00\ud800",
                    "\uffff",
                    "null",
                    "µs → ½");

    private final SplittableRandom random;

    RandomLines(long seed) {
        random = new SplittableRandom(seed);
    }

    RecordLine next() {
        return switch (random.nextInt(6)) {
            case 0 -> header();
            case 1 -> new StartLine(id(), textMap(), extras());
            case 2 -> feature();
            case 3 -> result();
            case 4 -> end();
            default -> unknown();
        };
    }

    RunHeader header() {
        return new RunHeader(
                1,
                "r" + text(),
                instant(),
                new Tool(text(), text(), extras()),
                "s" + text(),
                random.nextLong(),
                environment(),
                extras());
    }

    ResultLine result() {
        int of = random.nextInt(5);
        return ResultLine.builder(id(), one(Kind.values()), one(Verdict.values()))
                .params(textMap())
                .statement(orNull(this::text))
                .says(text())
                .expected(list(this::text))
                .observed(list(this::text))
                .reason(orNull(this::text))
                .since(orNull(this::text))
                .source(orNull(this::text))
                .attempts(new Attempts(random.nextInt(of + 1), of, extras()))
                .seconds(Math.abs(number()))
                .metrics(list(this::metric))
                .kernelLog(orNull(this::text))
                .artifacts(list(this::text))
                .waiver(orNull(this::waiver))
                .extras(extras())
                .build();
    }

    private Environment environment() {
        return Environment.builder("k" + text(), "a" + text())
                .kernelPackage(orNull(this::text))
                .configDigest(orNull(this::text))
                .bootParameters(text())
                .cpu(text())
                .cpus(random.nextInt(Integer.MAX_VALUE))
                .memoryBytes(random.nextLong(Long.MAX_VALUE))
                .accelerator(one(Accelerator.values()))
                .jdk(text())
                .binding(text())
                .liburing(orNull(this::text))
                .availability("v" + text())
                .features(orNull(() -> "0x" + Long.toHexString(random.nextLong())))
                .sysctls(textMap())
                .capabilities(orNull(() -> Long.toHexString(random.nextLong())))
                .seccompMode(one(SeccompMode.values()))
                .limits(textMap())
                .load(Math.abs(number()))
                .extras(extras())
                .build();
    }

    private FeatureLine feature() {
        return new FeatureLine(
                "F" + text(),
                "k" + text(),
                orNull(this::text),
                orNull(this::text),
                one(Observation.values()),
                one(FeatureClass.values()),
                orNull(this::text),
                orNull(this::text),
                extras());
    }

    private EndLine end() {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        list(() -> one(Verdict.values())).forEach(v -> counts.put(v, random.nextInt(1 << 30)));
        return new EndLine(
                instant(), one(RunStatus.values()), orNull(this::text), counts, extras());
    }

    private UnknownLine unknown() {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        fields.put("before", json(3));
        fields.put("type", new JsonValue.Text("x" + text()));
        fields.putAll(extras());
        return new UnknownLine(new JsonValue.Obj(fields));
    }

    private Metric metric() {
        return new Metric("m" + text(), one(Unit.values()), list(this::number), extras());
    }

    private Waiver waiver() {
        LocalDate expires = LocalDate.ofEpochDay(random.nextInt(40_000));
        return new Waiver(
                "w" + text(), "r" + text(), text(), expires, one(WaiverMark.values()), extras());
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextLong(1L << 36), random.nextInt(1_000_000_000));
    }

    private String id() {
        return one(List.of("links", "cq_overflow", "s2")) + "." + random.nextInt(1000);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        list(() -> one(AWKWARD)).forEach(text::append);
        return text.append(random.nextInt(100)).toString();
    }

    private double number() {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : random.nextInt(100);
    }

    private Map<String, String> textMap() {
        Map<String, String> map = new LinkedHashMap<>();
        list(this::text).forEach(key -> map.put(key, text()));
        return map;
    }

    private Map<String, JsonValue> extras() {
        Map<String, JsonValue> extras = new LinkedHashMap<>();
        list(this::text).forEach(name -> extras.put("x-" + name, json(3)));
        return extras;
    }

    private JsonValue json(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> JsonValue.Null.NULL;
            case 1 -> new JsonValue.Bool(random.nextBoolean());
            case 2 -> JsonValue.Num.of(random.nextLong());
            case 3 ->
                    new JsonValue.Num(
                            one(List.of("1.10", "-0", "1E+400", "0.1e-7", "9".repeat(40))));
            case 4, 5 -> new JsonValue.Text(text());
            case 6 -> new JsonValue.Array(list(() -> json(depth - 1)));
            default -> {
                Map<String, JsonValue> fields = new LinkedHashMap<>();
                list(this::text).forEach(name -> fields.put(name, json(depth - 1)));
                yield new JsonValue.Obj(fields);
            }
        };
    }

    private <T> List<T> list(Supplier<T> item) {
        List<T> list = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            list.add(item.get());
        }
        return list;
    }

    private <T> @Nullable T orNull(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
