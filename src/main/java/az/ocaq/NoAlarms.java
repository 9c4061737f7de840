package az.ocaq;

import az.ocaq.access.Actor;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmDesk;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

final class NoAlarms implements AlarmDesk {
    @Override
    public Collection<Alarm> standing() {
        return List.of();
    }

    @Override
    public Optional<Alarm> alarm(long id) {
        return Optional.empty();
    }

    @Override
    public Future<Alarm> acknowledge(long id, OptionalInt occurrence, Actor actor) {
        return none();
    }

    @Override
    public Future<Alarm> shelve(long id, Duration time, String reason, Actor actor) {
        return none();
    }

    @Override
    public Future<Alarm> unshelve(long id, Actor actor) {
        return none();
    }

    @Override
    public Future<Alarm> assign(long id, String assignee, Actor actor) {
        return none();
    }

    @Override
    public Future<Alarm> note(long id, String text, Actor actor) {
        return none();
    }

    @Override
    public Future<Alarm> resolve(long id, String text, Actor actor) {
        return none();
    }

    @Override
    public Future<List<JournalEntry>> journal(long id) {
        return Future.succeededFuture(List.of());
    }

    private static Future<Alarm> none() {
        return Future.failedFuture(new Refusal(Refusal.Why.UNKNOWN_ALARM, "none"));
    }
}
