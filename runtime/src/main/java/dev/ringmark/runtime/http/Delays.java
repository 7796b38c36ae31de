package dev.ringmark.runtime.http;

import java.time.Duration;

/// The delay of a stop.
final class Delays {

    private Delays() {}

    static Duration ofSeconds(int delay) {
        if (delay < 0) {
            throw new IllegalArgumentException("delay: " + delay + ", expected 0 or more seconds");
        }
        return Duration.ofSeconds(delay);
    }
}
