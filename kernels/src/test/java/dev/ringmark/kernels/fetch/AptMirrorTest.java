package dev.ringmark.kernels.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issue 3, item 2: the mirror and its keyring come from the machine's own apt sources.
class AptMirrorTest {
    @TempDir private Path temp;

    @Test
    void the_keyring_of_an_entry_is_read_from_both_forms_of_sources() throws IOException {
        Path deb822 =
                Files.writeString(
                        temp.resolve("debian.sources"),
                        """
                        Types: deb
                        URIs: http://mirror.example/debian
                        Suites: trixie
                        Signed-By: /keys/one.gpg

                        Types: deb
                        URIs: http://mirror.example/security
                        Suites: trixie-security
                        Signed-By: /keys/two.gpg
                        """);
        Path lines =
                Files.writeString(
                        temp.resolve("sources.list"),
                        """
                        # a comment
                        deb [arch=amd64 signed-by=/keys/three.gpg] http://m.example/ trixie main
                        """);
        assertEquals("signed-by=/keys/one.gpg", AptMirror.keyring(deb822 + ":1"));
        assertEquals("signed-by=/keys/two.gpg", AptMirror.keyring(deb822 + ":2"));
        assertEquals("signed-by=/keys/three.gpg", AptMirror.keyring(lines + ":2"));
        String otherwise = AptMirror.keyring(lines + ":1");
        assertTrue(
                otherwise.isEmpty() || otherwise.endsWith("debian-archive-keyring.gpg"), otherwise);
    }

    @Test
    void a_suite_of_security_updates_is_in_the_archive_of_security_updates() {
        AptMirror security = new AptMirror("http://m/s/", "signed-by=/k", true);
        AptMirror main = new AptMirror("http://m/d/", "", false);
        assertTrue(security.has("trixie-security"));
        assertFalse(security.has("trixie"));
        assertTrue(main.has("trixie-backports"));
        assertFalse(main.has("trixie-security"));
        assertEquals(
                "deb [signed-by=/k] http://m/s/ trixie-security main",
                security.line("trixie-security"));
        assertEquals("deb http://m/d/ trixie main", main.line("trixie"));
    }
}
