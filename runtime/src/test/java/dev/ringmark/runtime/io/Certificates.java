package dev.ringmark.runtime.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A key and a certificate for localhost, made by keytool once for a JVM.
public final class Certificates {

    private static final char[] PASSWORD = "password".toCharArray();
    private static final Path STORE = make();

    private Certificates() {}

    private static Path make() {
        try {
            Path directory = Files.createTempDirectory("ringmark-keys");
            Path store = directory.resolve("keys.p12");
            store.toFile().deleteOnExit();
            directory.toFile().deleteOnExit();
            Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
            List<String> command =
                    List.of(
                            keytool.toString(),
                            "-genkeypair",
                            "-alias",
                            "key",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost,ip:127.0.0.1",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            "password",
                            "-keystore",
                            store.toString());
            run(command);
            return store;
        } catch (Exception e) {
            throw new AssertionError("keytool", e);
        }
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private static KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(STORE)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    /// A context with the key, that trusts the certificate.
    public static SSLContext context() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store(), PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// A file with the key and the certificate as openssl reads them.
    public static Path pem() throws IOException, GeneralSecurityException {
        KeyStore store = store();
        java.util.Base64.Encoder encoder = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'});
        String text =
                "-----BEGIN PRIVATE KEY-----\n"
                        + encoder.encodeToString(store.getKey("key", PASSWORD).getEncoded())
                        + "\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n"
                        + encoder.encodeToString(store.getCertificate("key").getEncoded())
                        + "\n-----END CERTIFICATE-----\n";
        Path pem = Files.createTempFile("ringmark", ".pem");
        pem.toFile().deleteOnExit();
        return Files.writeString(pem, text);
    }
}
