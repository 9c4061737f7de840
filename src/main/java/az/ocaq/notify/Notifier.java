package az.ocaq.notify;

import io.vertx.core.Future;
import java.time.Duration;

/** One way to reach people. */
public interface Notifier {
    /** Its name in the database, for what has been delivered. */
    String name();

    /** Whether a receiver can be reached this way. */
    boolean reaches(Contact contact);

    /** The longest that a try takes: by then it has ended, and nothing of it is under way any more. */
    Duration limit();

    /**
     * Sends; completes when the other side has accepted, with what it calls the message (empty when it does not say), and
     * fails with a {@link NotSent}.
     */
    Future<String> send(Notice notice, Contact contact);
}
