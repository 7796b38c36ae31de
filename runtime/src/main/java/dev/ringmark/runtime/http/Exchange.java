package dev.ringmark.runtime.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One request and its response: what the two kinds of exchange of the JDK's interface have in
/// common.
final class Exchange {

    /// How an exchange leaves its connection.
    enum End {
        /// The response is sent, and another request may come.
        KEPT,
        /// The response is sent, and its end is the end of the connection.
        LAST,
        /// There is no response, or not all of it.
        BROKEN
    }

    private static final Logger LOGGER = System.getLogger(Exchange.class.getName());

    final RequestHead head;
    final Connection connection;
    final HttpContext context;
    private final Headers responseHeaders = new Headers();
    private final RequestBody requestBody;
    private final ResponseBody responseBody;
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private InputStream input;
    private OutputStream output;
    private int status = -1;
    private boolean isLast;
    private @Nullable HttpPrincipal principal;

    Exchange(Connection connection, RequestHead head, HttpContext context) {
        this.connection = connection;
        this.head = head;
        this.context = context;
        requestBody = connection.requestBody(head);
        responseBody = connection.responseBody(this);
        input = requestBody;
        output = responseBody;
    }

    InputStream input() {
        return input;
    }

    OutputStream output() {
        return output;
    }

    void setStreams(@Nullable InputStream newInput, @Nullable OutputStream newOutput) {
        input = newInput == null ? input : newInput;
        output = newOutput == null ? output : newOutput;
    }

    Headers responseHeaders() {
        return responseHeaders;
    }

    int status() {
        return status;
    }

    @Nullable HttpPrincipal principal() {
        return principal;
    }

    void setPrincipal(@Nullable HttpPrincipal newPrincipal) {
        principal = newPrincipal;
    }

    Map<String, Object> attributes() {
        return context.getAttributes();
    }

    /// Completes when the response is sent, or never will be.
    CompletableFuture<End> end() {
        return end;
    }

    RequestBody requestBody() {
        return requestBody;
    }

    /// Sends the status line and the headers.
    ///
    /// @param length of the body; 0 for one whose length is not known, -1 for none
    void sendHeaders(int newStatus, long length) throws IOException {
        if (status >= 0) {
            throw new IOException("headers already sent");
        }
        if (newStatus < 100 || newStatus > 999) {
            throw new IOException("status: " + newStatus + ", expected 100..999");
        }
        boolean isBare = newStatus < 200 || newStatus == 204;
        boolean hasBody = length != -1 && !isBare && newStatus != 304 && !isHead();
        boolean isUnknown = hasBody && length == 0;
        boolean isOld = head.version().equals("HTTP/1.0");
        responseHeaders.set("Date", HttpDate.now());
        if (isUnknown && !isOld) {
            responseHeaders.set("Transfer-Encoding", "chunked");
        } else if (!isBare && !isUnknown && !isHead() && newStatus != 304) {
            responseHeaders.set("Content-Length", Long.toString(Math.max(length, 0)));
        }
        isLast = isLast || !head.keepsConnection() || (isUnknown && isOld) || asksForEnd();
        if (isLast) {
            responseHeaders.set("Connection", "close");
        } else if (isOld) {
            responseHeaders.set("Connection", "keep-alive");
        }
        status = newStatus;
        connection.sendHead(headBytes(newStatus), !hasBody);
        if (!hasBody) {
            responseBody.begin(ResponseBody.Kind.FIXED, 0);
            responseBody.close();
        } else if (isUnknown) {
            responseBody.begin(
                    isOld ? ResponseBody.Kind.UNTIL_CLOSE : ResponseBody.Kind.CHUNKED, 0);
        } else {
            responseBody.begin(ResponseBody.Kind.FIXED, length);
        }
    }

    /// Sends a short text as the whole response.
    void answer(int newStatus, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        responseHeaders.set("Content-Type", "text/plain; charset=utf-8");
        sendHeaders(newStatus, body.length);
        if (!isHead()) {
            try (OutputStream out = responseBody) {
                out.write(body);
            }
        }
    }

    /// The handler is done with it: what is open is closed.
    void close() {
        if (status < 0) {
            finish(End.BROKEN);
            return;
        }
        try {
            input.close();
            output.close();
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "an exchange was closed early", e);
            finish(End.BROKEN);
        }
    }

    /// The response is sent whole.
    void responded(boolean mayBeKept) {
        finish(mayBeKept && !isLast ? End.KEPT : End.LAST);
    }

    /// The response cannot be sent whole.
    IOException broken(IOException e) {
        finish(End.BROKEN);
        return e;
    }

    void finish(End how) {
        end.complete(how);
    }

    private boolean isHead() {
        return head.method().equals("HEAD");
    }

    private boolean asksForEnd() {
        List<String> values = responseHeaders.get("Connection");
        return values != null && values.stream().anyMatch("close"::equalsIgnoreCase);
    }

    private byte[] headBytes(int newStatus) {
        StringBuilder text = new StringBuilder(256);
        text.append("HTTP/1.1 ").append(newStatus).append(' ').append(HttpStatus.reason(newStatus));
        text.append("\r\n");
        responseHeaders.forEach(
                (name, values) -> {
                    for (String each : values) {
                        text.append(name).append(": ").append(each).append("\r\n");
                    }
                });
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
