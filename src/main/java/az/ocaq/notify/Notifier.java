package az.ocaq.notify;

import io.vertx.core.Future;
import java.time.Duration;

/** One way to reach people: whom it reaches, {@link Contact#of} says by its name. */
public interface Notifier {
    /** Its name in contacts and in the database. */
    String name();

    /** The longest that a try takes: by then it has ended, and nothing of it is under way any more. */
    Duration limit();

    /**
     * Sends to one of the contact's addresses; completes when the other side has accepted, with what it calls the message
     * (empty when it does not say), and fails with a {@link NotSent}.
     */
    Future<String> send(Notice notice, Contact contact, String address);
}
