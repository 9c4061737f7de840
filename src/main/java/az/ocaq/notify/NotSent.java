package az.ocaq.notify;

import java.time.Duration;
import java.util.Optional;

/** A message was not accepted. */
public final class NotSent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;
    private final transient Optional<Duration> retryAfter;
    private final int most;

    /** @param retryable whether it makes sense to try again */
    public NotSent(boolean retryable, String message) {
        this(retryable, message, Optional.empty());
    }

    /** @param retryAfter how long the other side wants to be left alone */
    public NotSent(boolean retryable, String message, Optional<Duration> retryAfter) {
        this(retryable, message, retryAfter, 0);
    }

    private NotSent(boolean retryable, String message, Optional<Duration> retryAfter, int most) {
        super(message);
        this.retryable = retryable;
        this.retryAfter = retryAfter;
        this.most = most;
    }

    /** The address itself is refused: after {@code most} times in a row nothing more is sent there. */
    static NotSent ofAddress(String message, int most) {
        return new NotSent(false, message, Optional.empty(), most);
    }

    /** After how many of these in a row the address is given up; 0: never. */
    int most() {
        return most;
    }

    public boolean retryable() {
        return retryable;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
