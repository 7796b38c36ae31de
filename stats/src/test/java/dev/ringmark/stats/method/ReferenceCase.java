package dev.ringmark.stats.method;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// One case of `reference-cases.json`: inputs, and what R, SciPy or NIST say of them.
public record ReferenceCase(
        String id, String kind, JsonNode inputs, JsonNode expected, double relTol) {
    /// The conventions allow this much near 0.
    private static final double ABSOLUTE_TOLERANCE = 1e-12;

    public static List<ReferenceCase> all() {
        try (InputStream in = ReferenceCase.class.getResourceAsStream("reference-cases.json")) {
            JsonNode root = new ObjectMapper().readTree(Objects.requireNonNull(in));
            List<ReferenceCase> cases = new ArrayList<>();
            for (JsonNode node : root.get("cases")) {
                cases.add(
                        new ReferenceCase(
                                node.get("id").asText(),
                                node.get("kind").asText(),
                                node.get("inputs"),
                                node.get("expected"),
                                node.get("relTol").asDouble()));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public double[] values(String name) {
        return doubles(Objects.requireNonNull(inputs.get(name), name));
    }

    public double number(String name) {
        return value(Objects.requireNonNull(inputs.get(name), name));
    }

    public String text(String name) {
        return inputs.get(name).asText();
    }

    /// Checks one expected number; an unexpected name fails, so that no expectation is passed over
    /// by a misspelling.
    public void check(String name, double actual) {
        close(name, value(Objects.requireNonNull(expected.get(name), name)), actual);
    }

    public void check(String name, double... actual) {
        double[] wanted = doubles(Objects.requireNonNull(expected.get(name), name));
        assertEquals(wanted.length, actual.length, name);
        for (int i = 0; i < wanted.length; i++) {
            close(name + "[" + i + "]", wanted[i], actual[i]);
        }
    }

    public void close(String name, double wanted, double actual) {
        if (Double.isInfinite(wanted)) {
            assertEquals(wanted, actual, id + ": " + name);
            return;
        }
        double tolerance = Math.max(ABSOLUTE_TOLERANCE, relTol * Math.abs(wanted));
        assertEquals(wanted, actual, tolerance, id + ": " + name);
    }

    static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(array.get(i));
        }
        return values;
    }

    static double value(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble();
    }

    @Override
    public String toString() {
        return kind + " " + id;
    }
}
