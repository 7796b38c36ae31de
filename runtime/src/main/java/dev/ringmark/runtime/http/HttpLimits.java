package dev.ringmark.runtime.http;

import java.time.Duration;

/// What a server puts up with; immutable.
///
/// @param connectionsMax how many connections at once; more wait in the listener's backlog
/// @param headSizeMax of the request line and the headers together, in bytes; more is a 431. The
///     same holds for the extensions and trailers of a chunked body
/// @param headersMax how many headers; more is a 431
/// @param bodySizeMax of a request's body in bytes; more is a 413
/// @param drainSizeMax how much of a body that the handler did not read is read for it, so that the
///     connection can be kept
/// @param idleTime how long a connection may be without a request
/// @param headTime from the first byte of a request to the end of its headers, and for the
///     handshake of TLS: it is not prolonged by a client that sends a byte now and then
/// @param stallTime how long a read of a body, or a write, may wait for the other side
public record HttpLimits(
        int connectionsMax,
        int headSizeMax,
        int headersMax,
        long bodySizeMax,
        int drainSizeMax,
        Duration idleTime,
        Duration headTime,
        Duration stallTime) {

    /// Checks them.
    ///
    /// @throws IllegalArgumentException with the field, its value and its range
    public HttpLimits {
        require("connectionsMax", connectionsMax, 1);
        require("headSizeMax", headSizeMax, 64);
        require("headersMax", headersMax, 1);
        require("bodySizeMax", bodySizeMax, 0);
        require("drainSizeMax", drainSizeMax, 0);
        require("idleTime in ms", idleTime.toMillis(), 1);
        require("headTime in ms", headTime.toMillis(), 1);
        require("stallTime in ms", stallTime.toMillis(), 1);
    }

    /// 10,000 connections, heads of 64 KiB with 200 headers, bodies of any size of which 64 KiB are
    /// drained, 30 s idle, 10 s for a head, 30 s for a stall.
    public static HttpLimits defaults() {
        Duration halfMinute = Duration.ofSeconds(30);
        return new HttpLimits(
                10_000,
                64 << 10,
                200,
                Long.MAX_VALUE,
                64 << 10,
                halfMinute,
                Duration.ofSeconds(10),
                halfMinute);
    }

    private static void require(String name, long value, long min) {
        if (value < min) {
            throw new IllegalArgumentException(
                    name + ": " + value + ", expected " + min + " or more");
        }
    }
}
