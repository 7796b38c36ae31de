package dev.ringmark.runtime.http;

import com.sun.net.httpserver.Headers;
import dev.ringmark.runtime.io.BufferedSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The request line and the headers of a request, read strictly.
///
/// What two servers in a row may understand differently is refused, because that is how requests
/// are smuggled (RFC 9112, 11.2): lines that do not end in CR LF, a length beside a transfer
/// coding, two lengths, a space before a colon, folded lines, control characters.
///
/// @param method a token
/// @param uri what is asked for
/// @param version `HTTP/1.0` or `HTTP/1.1`
/// @param headers unmodifiable
/// @param length of the body: 0 or more, or [#CHUNKED]
record RequestHead(String method, URI uri, String version, Headers headers, long length) {

    /// The length of a body that comes in chunks.
    static final long CHUNKED = -1;

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~"; // RFC 9110, 5.6.2

    /// Reads one; the stream stands behind it then.
    ///
    /// @throws RefusedRequest when it is none, or over the limits
    static RequestHead read(BufferedSource source, HttpLimits limits) {
        HeadLines lines = new HeadLines(source, limits.headSizeMax());
        String line = lines.next();
        if (line.isEmpty()) {
            line = lines.next(); // one empty line before it is to be ignored: RFC 9112, 2.2
        }
        int afterMethod = line.indexOf(' ');
        int afterTarget = line.lastIndexOf(' ');
        if (afterMethod < 1 || afterTarget <= afterMethod + 1) {
            throw new RefusedRequest(400, "Bad request line");
        }
        String method = line.substring(0, afterMethod);
        String target = line.substring(afterMethod + 1, afterTarget);
        String version = line.substring(afterTarget + 1);
        if (!isToken(method) || target.indexOf(' ') >= 0) {
            throw new RefusedRequest(400, "Bad request line");
        }
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            throw new RefusedRequest(
                    version.startsWith("HTTP/") ? 505 : 400, "Unsupported version");
        }
        URI uri = uri(target);
        Headers headers = headers(lines, limits);
        boolean isOld = version.equals("HTTP/1.0");
        List<String> hosts = headers.get("Host");
        int hostCount = hosts == null ? 0 : hosts.size();
        if (hostCount > 1 || (hostCount == 0 && !isOld)) {
            throw new RefusedRequest(400, "Expected one Host header"); // RFC 9112, 3.2
        }
        long length = length(headers, isOld);
        if (length > limits.bodySizeMax()) {
            throw new RefusedRequest(413, "Request body too large");
        }
        return new RequestHead(method, uri, version, Headers.of(headers), length);
    }

    /// Whether the connection may be used for another request afterwards.
    boolean keepsConnection() {
        List<String> values = headers.get("Connection");
        boolean isKept = version.equals("HTTP/1.1");
        if (values != null) {
            for (String value : values) {
                for (String each : value.split(",", -1)) {
                    String option = each.strip();
                    if (option.equalsIgnoreCase("close")) {
                        return false;
                    }
                    isKept |= option.equalsIgnoreCase("keep-alive");
                }
            }
        }
        return isKept;
    }

    /// Whether the client waits for a word before it sends the body.
    boolean expectsContinue() {
        String expect = headers.getFirst("Expect");
        return expect != null
                && expect.equalsIgnoreCase("100-continue")
                && version.equals("HTTP/1.1");
    }

    private static URI uri(String target) {
        try {
            return new URI(target);
        } catch (URISyntaxException _) {
            throw new RefusedRequest(400, "Bad request target");
        }
    }

    private static Headers headers(HeadLines lines, HttpLimits limits) {
        Headers headers = new Headers();
        int count = 0;
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            if (++count > limits.headersMax()) {
                throw new RefusedRequest(431, "Too many headers");
            }
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon);
            if (!isToken(name)) { // folded lines and spaces before the colon are none
                throw new RefusedRequest(400, "Bad header name");
            }
            headers.add(name, value(line, colon + 1));
        }
        return headers;
    }

    private static String value(String line, int from) {
        for (int at = from; at < line.length(); at++) {
            char each = line.charAt(at);
            if ((each < ' ' && each != '\t') || each == 0x7f) {
                throw new RefusedRequest(400, "Control character in a header");
            }
        }
        return line.substring(from).strip();
    }

    private static long length(Headers headers, boolean isOld) {
        List<String> lengths = headers.get("Content-Length");
        List<String> codings = headers.get("Transfer-Encoding");
        if (codings != null) {
            if (lengths != null || isOld) {
                throw new RefusedRequest(400, "Conflicting or malformed headers");
            }
            if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw new RefusedRequest(501, "Unsupported Transfer-Encoding");
            }
            return CHUNKED;
        }
        if (lengths == null) {
            return 0;
        }
        String text = lengths.getFirst();
        boolean isNumber =
                !text.isEmpty() && text.chars().allMatch(each -> each >= '0' && each <= '9');
        if (lengths.size() != 1 || !isNumber || text.length() > 18) {
            throw new RefusedRequest(400, "Bad Content-Length");
        }
        return Long.parseLong(text);
    }

    private static boolean isToken(String text) {
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            boolean isLetter = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
            boolean isDigit = each >= '0' && each <= '9';
            if (!isLetter && !isDigit && TOKEN_MARKS.indexOf(each) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Lines that end in CR LF, with a limit on all of them together.
    static final class HeadLines {

        private final BufferedSource source;
        private final int sizeMax;
        private byte[] line = new byte[256];
        private int size;

        HeadLines(BufferedSource source, int sizeMax) {
            this.source = source;
            this.sizeMax = sizeMax;
        }

        /// The next line, without its end.
        String next() {
            int length = 0;
            while (true) {
                int each = source.read();
                if (each < 0) {
                    throw new RefusedRequest(400, "The request ended in its head");
                }
                if (++size > sizeMax) {
                    throw new RefusedRequest(431, "Request header fields too large");
                }
                if (each == '\r') {
                    size++;
                    if (source.read() != '\n') {
                        throw new RefusedRequest(400, "CR without LF");
                    }
                    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
                }
                if (each == '\n') {
                    throw new RefusedRequest(400, "LF without CR");
                }
                if (length == line.length) {
                    line = java.util.Arrays.copyOf(line, 2 * length);
                }
                line[length++] = (byte) each;
            }
        }
    }

    /// A path, by which a context is found; null when the target has none.
    @Nullable String path() {
        return uri.getPath();
    }
}
