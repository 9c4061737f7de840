package az.ocaq.simulation.replay;

/** A recording that cannot be replayed; the message is a sentence that names file and line. */
public final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReplayException(String message) {
        super(message);
    }
}
