package dev.ringmark.runtime.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A client that says exactly what it is told, and reads responses.
final class Wire implements AutoCloseable {

    /// A response.
    ///
    /// @param head the status line and the headers, each as it came
    /// @param body decoded
    record Response(List<String> head, String body) {

        int status() {
            return Integer.parseInt(head.getFirst().split(" ", -1)[1]);
        }

        /// The value of a header; empty when there is none.
        String header(String name) {
            String wanted = name.toLowerCase(Locale.ROOT) + ":";
            for (String each : head) {
                if (each.toLowerCase(Locale.ROOT).startsWith(wanted)) {
                    return each.substring(wanted.length()).strip();
                }
            }
            return "";
        }
    }

    final Socket socket;
    private final InputStream in;

    Wire(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    Wire send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /// Asks for a path, and keeps the connection.
    Response get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").response();
    }

    /// The next response to a request that was no HEAD.
    Response response() throws IOException {
        return response(true);
    }

    Response response(boolean mayHaveBody) throws IOException {
        List<String> head = head();
        Response bare = new Response(head, "");
        int status = bare.status();
        if (!mayHaveBody || status < 200 || status == 204 || status == 304) {
            return bare;
        }
        if (bare.header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
            return new Response(head, chunks());
        }
        String length = bare.header("Content-Length");
        byte[] body = length.isEmpty() ? in.readAllBytes() : bytes(Integer.parseInt(length));
        return new Response(head, new String(body, ISO_8859_1));
    }

    /// Whether the server ends the connection here, or cuts it.
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true; // a reset
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private List<String> head() throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.add(line);
        }
        return head;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                throw new IOException("the connection ended in a head: " + line);
            }
            line.write(each);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = size(); size > 0; size = size()) {
            body.append(new String(bytes(size), ISO_8859_1));
            line();
        }
        line();
        return body.toString();
    }

    private int size() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the connection ended in a body");
        }
        return bytes;
    }
}
