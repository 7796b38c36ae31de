package dev.ringmark.runtime.net;

/// A name whose addresses could not be found.
public final class UnknownNameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String host;

    /// @param host the name
    /// @param why what was asked, and what came back
    public UnknownNameException(String host, String why) {
        super("no address of \"" + host + "\": " + why);
        this.host = host;
    }

    /// The name.
    public String host() {
        return host;
    }
}
