package dev.ringmark.conformance.harness;

/// The command line or a file it names is not what it must be; the message is one line for people.
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
