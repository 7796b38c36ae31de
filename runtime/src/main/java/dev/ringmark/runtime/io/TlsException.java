package dev.ringmark.runtime.io;

import javax.net.ssl.SSLException;

/// A TLS connection that failed; the cause is what the JDK's engine says of it.
public final class TlsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TlsException(String message, SSLException cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
