package dev.ringmark.conformance.harness;

import dev.ringmark.stats.record.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// Which Ringmark this is, as its build wrote it down.
final class ThisTool {

    private static final String RESOURCE = "tool.properties";

    private ThisTool() {}

    static Tool read() {
        Properties properties = new Properties();
        try (InputStream in = ThisTool.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + RESOURCE + " in the jar");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Tool(
                properties.getProperty("version", "unknown"),
                properties.getProperty("commit", "unknown"));
    }
}
