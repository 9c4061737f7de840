package az.ocaq.notify;

import java.time.Duration;
import java.util.Optional;

/** A message was not accepted. */
public final class NotSent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;
    private final transient Optional<Duration> retryAfter;

    /** @param retryable whether it makes sense to try again */
    public NotSent(boolean retryable, String message) {
        this(retryable, message, Optional.empty());
    }

    /** @param retryAfter how long the other side wants to be left alone */
    public NotSent(boolean retryable, String message, Optional<Duration> retryAfter) {
        super(message);
        this.retryable = retryable;
        this.retryAfter = retryAfter;
    }

    public boolean retryable() {
        return retryable;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
