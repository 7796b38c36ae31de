package dev.ringmark.kernels.fetch;

import dev.ringmark.kernels.catalog.KernelSource.PackagePin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A Debian archive with kernel packages, served over HTTP on this machine; it counts requests.
final class FakeArchive implements AutoCloseable {
    static final String SUITE = "trixie";

    private final Path root;
    private final ServerSocket socket;
    private final AtomicInteger requests = new AtomicInteger();
    private final StringBuilder index = new StringBuilder();

    FakeArchive(Path root) throws IOException {
        this.root = root;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("fake-archive").start(this::serve);
        publish();
    }

    /// What a machine's apt would be configured with.
    AptMirror mirror(String options) {
        return new AptMirror("http://127.0.0.1:" + socket.getLocalPort() + "/", options, false);
    }

    int requests() {
        return requests.get();
    }

    /// Builds a kernel package and offers it.
    PackagePin offer(String release, String version) throws IOException {
        Path tree = Files.createTempDirectory(root, "tree");
        FakeVmlinuz.write(tree.resolve("boot/vmlinuz-" + release), release);
        // Kernel packages are larger than those that only depend on others.
        byte[] ballast = new byte[6 << 20];
        new SecureRandom().nextBytes(ballast);
        Files.write(tree.resolve("boot/ballast"), ballast);
        String name = "linux-image-" + release;
        String control =
                """
                Package: %s
                Version: %s
                Architecture: amd64
                Maintainer: Nobody <nobody@example.org>
                Description: a kernel that cannot boot
                """
                        .formatted(name, version);
        Files.createDirectories(tree.resolve("DEBIAN"));
        Files.writeString(tree.resolve("DEBIAN/control"), control);
        String path = "pool/main/l/linux/" + name + "_" + version + "_amd64.deb";
        Path deb = root.resolve(path);
        Files.createDirectories(deb.getParent());
        HostCommand.Result built =
                HostCommand.run(
                        List.of(
                                "dpkg-deb",
                                "-Znone",
                                "--root-owner-group",
                                "-b",
                                tree.toString(),
                                deb.toString()));
        if (!built.ok()) {
            throw new IllegalStateException(built.err());
        }
        PackagePin pin =
                new PackagePin(name, version, path, KernelCache.digest(deb), Files.size(deb));
        index.append(control)
                .append("Filename: %s\nSize: %d\n".formatted(path, pin.bytes()))
                .append("SHA256: %s\n\n".formatted(pin.sha256()));
        publish();
        return pin;
    }

    /// What archives do with superseded packages; the index does not have it any more either.
    void drop(PackagePin pin) throws IOException {
        Files.delete(root.resolve(pin.path()));
        int start = index.indexOf("Package: " + pin.name() + "\n");
        index.delete(start, index.indexOf("\n\n", start) + 2);
        publish();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void publish() throws IOException {
        Path packages = root.resolve("dists/" + SUITE + "/main/binary-amd64/Packages");
        Files.createDirectories(packages.getParent());
        Files.writeString(packages, index);
        Files.writeString(
                root.resolve("dists/" + SUITE + "/Release"),
                """
                Origin: Test
                Suite: %s
                Codename: %s
                Date: Sat, 01 Jan 2022 00:00:00 UTC
                Architectures: amd64
                Components: main
                SHA256:
                 %s %d main/binary-amd64/Packages
                """
                        .formatted(
                                SUITE, SUITE, KernelCache.digest(packages), Files.size(packages)));
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofPlatform().daemon().start(() -> answer(client));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void answer(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        client.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = client.getOutputStream()) {
            String line = in.readLine();
            while (line != null) {
                String path = line.split(" ", 3)[1].substring(1);
                while (!in.readLine().isEmpty()) {
                    // headers are of no interest
                }
                requests.incrementAndGet();
                String plain = path.replace("%2b", "+").replace("%7e", "~").replace("%2B", "+");
                Path file = root.resolve(plain);
                boolean found = Files.isRegularFile(file);
                byte[] body = found ? Files.readAllBytes(file) : new byte[0];
                out.write(
                        "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n"
                                .formatted(found ? "200 OK" : "404 Not Found", body.length)
                                .getBytes(StandardCharsets.US_ASCII));
                out.write(body);
                out.flush();
                line = in.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
