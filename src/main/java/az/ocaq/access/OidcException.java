package az.ocaq.access;

/** Signing in at the provider failed; the message says why, for the log. */
public final class OidcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean unreachable;

    OidcException(String message, boolean unreachable, Throwable cause) {
        super(message, cause);
        this.unreachable = unreachable;
    }

    /** Whether the provider did not answer, rather than answered what must not be believed. */
    public boolean unreachable() {
        return unreachable;
    }
}
