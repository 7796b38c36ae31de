package dev.ringmark.runtime.postgres;

/// What a server refuses, or says that this client does not understand.
final class PgException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// Five characters, as in PostgreSQL's list of error codes; empty when it was not the server.
    final String code;

    PgException(String code, String message) {
        super(code.isEmpty() ? message : code + ": " + message);
        this.code = code;
    }
}
