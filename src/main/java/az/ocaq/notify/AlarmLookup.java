package az.ocaq.notify;

import az.ocaq.alarm.Alarm;
import io.vertx.core.Future;
import java.util.Optional;

/** Finds the alarm that a message is about. */
public interface AlarmLookup {
    /** An alarm by number, as it is now. */
    Future<Optional<Alarm>> alarm(long id);

    /** An alarm as it was in an occurrence that is over, see {@link az.ocaq.alarm.AlarmDesk#past}. */
    Future<Optional<Alarm>> past(long id, int occurrence);
}
