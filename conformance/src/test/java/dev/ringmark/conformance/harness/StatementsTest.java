package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.StrictFields;

import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Every statement of the specification is shown by a check, or said not to be and why.
class StatementsTest {

    private static final int LAST = 90;

    @Test
    void every_statement_is_shown_by_a_check_or_listed_with_a_reason() throws Exception {
        Set<String> all =
                IntStream.rangeClosed(1, LAST)
                        .mapToObj("S%03d"::formatted)
                        .collect(Collectors.toCollection(TreeSet::new));
        all.removeAll(shown());
        assertEquals(uncovered(), List.copyOf(all));
    }

    @Test
    void no_check_shows_a_statement_that_there_is_not() {
        Set<String> shown = shown();
        shown.removeIf(statement -> statement.compareTo("S%03d".formatted(LAST)) <= 0);
        assertEquals(Set.of(), shown);
    }

    private static Set<String> shown() {
        return Checks.scan().stream()
                .map(found -> found.check().statement())
                .filter(statement -> statement.matches("S\\d+"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The statements of the reviewed list, each with a reason, in their order.
    private static List<String> uncovered() throws Exception {
        try (InputStream in = Checks.class.getResourceAsStream("uncovered.json")) {
            assertNotNull(in);
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            StrictFields file = new StrictFields("", Json.parse(text));
            List<String> statements =
                    file.objects("statements").stream().map(StatementsTest::statement).toList();
            file.end();
            return statements;
        }
    }

    private static String statement(StrictFields fields) {
        String statement = fields.text("statement");
        fields.text("reason");
        fields.end();
        return statement;
    }
}
