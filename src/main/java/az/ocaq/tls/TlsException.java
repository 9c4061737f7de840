package az.ocaq.tls;

/** A certificate or key cannot be used; the message is one sentence with the setting, the file and what to do. */
public final class TlsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TlsException(String message) {
        super(message);
    }
}
