package dev.ringmark.runtime.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/// What a server answers.
enum HttpShape {
    PLAINTEXT("text/plain", '!'),
    JSON("application/json", '}');

    final String type;

    /// The answer's last byte.
    final char last;

    private long served;

    HttpShape(String type, char last) {
        this.type = type;
        this.last = last;
    }

    String path() {
        return "/" + name().toLowerCase(Locale.ROOT);
    }

    /// A body, JSON made anew for each request. One thread at a time is enough: who races here
    /// loses a count that nobody reads.
    byte[] body() {
        if (this == PLAINTEXT) {
            return "Hello, World!".getBytes(UTF_8);
        }
        served++;
        long number = 1_000_000 + served % 1_000_000;
        return ("{\"message\":\"Hello, World!\",\"number\":" + number + "}").getBytes(UTF_8);
    }
}
