package az.ocaq;

import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmDesk;
import az.ocaq.notify.AlarmLookup;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Optional;

/** Asks for alarms from any thread on the context that they are confined to. */
record AlarmsElsewhere(Context context, AlarmDesk alarms) implements AlarmLookup {
    @Override
    public Future<Optional<Alarm>> alarm(long id) {
        return Running.on(context, () -> Future.succeededFuture(alarms.alarm(id)));
    }

    @Override
    public Future<Optional<Alarm>> past(long id, int occurrence) {
        return Running.on(context, () -> alarms.past(id, occurrence));
    }
}
