package dev.ringmark.reports.render;

import dev.ringmark.reports.section.Sections;
import dev.ringmark.reports.section.template.JtematrixGenerated;
import dev.ringmark.reports.section.template.JtepageGenerated;
import dev.ringmark.reports.view.MatrixView;
import dev.ringmark.reports.view.RunView;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The report as one page that needs nothing else: no request, and no script to be read.
///
/// Its policy lets run only the one style and the one script that are ours, by their hashes, so
/// that even markup which got past the escaping could do nothing.
public final class HtmlPage {
    private static final int SIZE_GUESS = 1 << 19;
    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");
    private static final String POLICY =
            "default-src 'none'; img-src data:; style-src "
                    + hash(STYLE)
                    + "; script-src "
                    + hash(SCRIPT)
                    + "; base-uri 'none'; form-action 'none'";

    private HtmlPage() {}

    /// The page of `run`.
    public static String of(RunView run) {
        var text = new StringOutput(SIZE_GUESS);
        JtepageGenerated.render(
                new OwaspHtmlTemplateOutput(text),
                null,
                run,
                Sections.of(run),
                "io_uring on " + run.kernel() + ": " + run.headline().sentence(),
                POLICY,
                STYLE,
                SCRIPT);
        return text.toString();
    }

    /// The page of a matrix.
    public static String of(MatrixView matrix) {
        var text = new StringOutput(SIZE_GUESS);
        JtematrixGenerated.render(
                new OwaspHtmlTemplateOutput(text), null, matrix, POLICY, STYLE, SCRIPT);
        return text.toString();
    }

    private static String hash(String content) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
