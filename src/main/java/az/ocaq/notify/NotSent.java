package az.ocaq.notify;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
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

    /**
     * What several refusals of one message come to: another try makes sense when it does for one of them, and not before the
     * last of these wants to hear again.
     *
     * @param otherwise what is said when there is none
     */
    static NotSent together(List<Throwable> causes, String otherwise) {
        List<Throwable> worth = causes.stream().filter(NotSent::isWorthRetrying).toList();
        List<String> texts = causes.stream()
                .map(it -> String.valueOf(it.getMessage()))
                .distinct()
                .toList();
        return new NotSent(
                !worth.isEmpty(),
                texts.isEmpty() ? otherwise : String.join("; ", texts),
                worth.stream().flatMap(it -> retryAfter(it).stream()).max(Comparator.naturalOrder()));
    }

    /** Whether another try makes sense after a failure; nobody has said the contrary of what is no refusal. */
    static boolean isWorthRetrying(Throwable failure) {
        return !(failure instanceof NotSent notSent) || notSent.retryable();
    }

    /** How long the other side wants to be left alone after a failure. */
    static Optional<Duration> retryAfter(Throwable failure) {
        return failure instanceof NotSent notSent ? notSent.retryAfter() : Optional.empty();
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
