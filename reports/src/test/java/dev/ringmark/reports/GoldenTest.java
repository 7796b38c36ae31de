package dev.ringmark.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The text forms of a small run, byte by byte. After a change that is meant,
/// `-Dringmark.golden.update=true` writes the files anew; the diff then shows what changed.
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/ringmark/reports/small");

    @ParameterizedTest
    @ValueSource(strings = {"report.md", "junit.xml", "report.ktap"})
    void the_small_run_gives(String name) throws IOException {
        Path golden = FOLDER.resolve(name);
        String text = Reports.of(Runs.small()).files().get(name);
        if (Boolean.getBoolean("ringmark.golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }
}
