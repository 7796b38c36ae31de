package dev.ringmark.runtime.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding.
final class Scram {

    static final String MECHANISM = "SCRAM-SHA-256";

    private static final String HEADER = "n,,";
    private static final int NONCE_BYTES = 18;
    private static final int KEY_BITS = 256;

    private final String password;
    private final String nonce;
    private byte[] signature = new byte[0];

    Scram(String password) {
        this.password = password;
        byte[] random = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(random);
        nonce = Base64.getEncoder().encodeToString(random);
    }

    /// The client's first message; the server knows the user already.
    String first() {
        return HEADER + bareFirst();
    }

    /// The client's last message, which proves that it knows the password.
    String last(String serverFirst) {
        String all = attribute(serverFirst, "r=");
        if (!all.startsWith(nonce)) {
            throw new PgException("", "the server's nonce does not go on from ours");
        }
        byte[] salt = Base64.getDecoder().decode(attribute(serverFirst, "s="));
        int rounds = Integer.parseInt(attribute(serverFirst, "i="));
        String withoutProof =
                "c=" + Base64.getEncoder().encodeToString(HEADER.getBytes(UTF_8)) + ",r=" + all;
        String messages = bareFirst() + "," + serverFirst + "," + withoutProof;
        try {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, KEY_BITS);
            byte[] salted =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded();
            byte[] proof = hmac(salted, "Client Key");
            byte[] stored = MessageDigest.getInstance("SHA-256").digest(proof);
            byte[] mask = hmac(stored, messages);
            for (int at = 0; at < proof.length; at++) {
                proof[at] ^= mask[at];
            }
            signature = hmac(hmac(salted, "Server Key"), messages);
            return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has these algorithms", e);
        }
    }

    /// Whether the server knows the password, too.
    void check(String serverLast) {
        byte[] theirs = Base64.getDecoder().decode(attribute(serverLast, "v="));
        if (!MessageDigest.isEqual(theirs, signature)) {
            throw new PgException("", "the server does not know the password");
        }
    }

    private String bareFirst() {
        return "n=,r=" + nonce;
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String attribute(String message, String name) {
        for (String each : message.split(",", -1)) {
            if (each.startsWith(name)) {
                return each.substring(name.length());
            }
        }
        throw new PgException("", "SCRAM: no " + name + " in " + message);
    }
}
