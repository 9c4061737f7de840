package az.ocaq.backup;

/** A backup cannot be made or restored; the message says why and what to do, in one sentence. */
public final class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackupException(String message) {
        super(message);
    }

    public BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
