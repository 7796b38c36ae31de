package dev.ringmark.examples;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.ringmark.runtime.http.RingHttpServerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/// A server of static files: the JDK's own handler for files, on the ring. Ends with its process.
///
/// Its arguments are the port, 8000 when there is none, 0 for any, and the directory, else the
/// working directory. That handler reads files with the JDK's calls, which block the thread, so it
/// runs on virtual threads of the JDK's and not on the loop.
public final class FileServer {

    private FileServer() {}

    /// Serves.
    public static void main(String[] args) throws IOException {
        int port = args.length == 0 ? 8000 : Integer.parseInt(args[0]);
        Path directory = Path.of(args.length < 2 ? "" : args[1]).toAbsolutePath();
        HttpServer server = start(port, directory);
        System.out.println("files of " + directory + " on " + server.getAddress());
    }

    /// A server that has been started.
    public static HttpServer start(int port, Path directory) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpServer server = new RingHttpServerProvider().createHttpServer(address, 0);
        server.createContext("/", SimpleFileServer.createFileHandler(directory));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }
}
