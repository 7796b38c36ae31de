package dev.ringmark.runtime.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The value of the Date header, made once a second.
final class HttpDate {

    private record Made(long second, String text) {}

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private static volatile Made last = new Made(0, "");

    private HttpDate() {}

    static String now() {
        Instant now = Instant.now();
        Made made = last;
        if (made.second != now.getEpochSecond()) {
            made = new Made(now.getEpochSecond(), FORMAT.format(now));
            last = made;
        }
        return made.text;
    }
}
