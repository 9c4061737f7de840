package az.ocaq.notify;

import az.ocaq.alarm.Alarm;
import io.vertx.core.Future;
import java.util.Optional;

/** Finds the alarm that a message is about, as it is now. */
@FunctionalInterface
public interface AlarmLookup {
    Future<Optional<Alarm>> alarm(long id);
}
