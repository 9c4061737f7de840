package az.ocaq.web;

import az.ocaq.access.Actor;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.AlarmWork;
import az.ocaq.alarm.CrewAct;
import az.ocaq.alarm.Delivery;
import az.ocaq.alarm.Occurrence;
import az.ocaq.alarm.Photo;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.PublicWarning;
import az.ocaq.alarm.QuietPeriod;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Alarms in memory, for tests of the web server: acknowledging works as with the engine, the rest only notes what was asked. */
public final class MemoryDesk implements AlarmDesk {
    static final Instant RAISED = Instant.parse("2026-06-01T10:00:00Z");

    public final List<String> acts = new CopyOnWriteArrayList<>();
    private final List<QuietPeriod> periods = new CopyOnWriteArrayList<>();
    public final List<PublicWarning> warnings = new CopyOnWriteArrayList<>();
    private final Map<Long, Alarm> alarms = new LinkedHashMap<>();
    private final Map<Long, byte[]> photos = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();

    public void put(Alarm alarm) {
        alarms.put(alarm.id(), alarm);
    }

    public static Alarm alarm(long id, String device, String utility) {
        return new Alarm(
                id,
                "voltage_low",
                DeviceId.parse(device).orElseThrow(),
                utility,
                new Title("Gərginlik aşağıdır", "Низкое напряжение", "Low voltage"),
                new Title("Yoxlayın", "Проверьте", "Check"),
                Priority.HIGH,
                AlarmState.UNACK,
                false,
                2,
                RAISED,
                RAISED,
                OptionalDouble.of(190),
                "V",
                OptionalDouble.of(207),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public Collection<Alarm> standing() {
        return alarms.values();
    }

    @Override
    public Optional<Alarm> alarm(long id) {
        return Optional.ofNullable(alarms.get(id));
    }

    @Override
    public Future<Alarm> act(long id, CrewAct act, Actor actor) {
        Alarm alarm = alarm(id).orElseThrow();
        boolean newer = act.occurrence().isPresent() && act.occurrence().getAsInt() != alarm.occurrence();
        if (newer && act.kind() != CrewAct.Kind.NOTE) {
            return Future.failedFuture(new Refusal(Refusal.Why.NEWER_OCCURRENCE, "a newer occurrence has come"));
        }
        if (act.id().isPresent() && !taken.add(actor.user() + act.id().get())) {
            return Future.succeededFuture(alarm);
        }
        String what = (act.kind().name().toLowerCase(Locale.ROOT) + ' ' + act.text()).strip();
        return switch (act.kind()) {
            case ACKNOWLEDGE ->
                act(
                        id,
                        what,
                        actor,
                        it -> with(it, AlarmState.ACKED, Optional.of(actor.user()), it.assignee(), it.work()));
            case ASSIGN ->
                act(
                        id,
                        what,
                        actor,
                        it -> with(it, it.state(), it.acknowledgedBy(), Optional.of(act.text()), it.work()));
            case ON_WAY -> act(id, what, actor, it -> at(it, AlarmWork.Stage.ON_WAY, actor));
            case ON_SITE -> act(id, what, actor, it -> at(it, AlarmWork.Stage.ON_SITE, actor));
            case RESOLVE -> act(id, what, actor, it -> at(it, AlarmWork.Stage.FIXED, actor));
            case NOTE, PHOTO -> act(id, what, actor, it -> it);
        };
    }

    @Override
    public Future<Alarm> photo(long id, byte[] jpeg, CrewAct act, Actor actor) {
        photos.put(photos.size() + 1L, jpeg);
        return act(id, act, actor);
    }

    @Override
    public Future<List<Photo>> photos(long id) {
        return Future.succeededFuture(photos.keySet().stream()
                .map(it -> new Photo(it, 2, "crew", RAISED))
                .toList());
    }

    @Override
    public Future<Optional<byte[]>> photo(long id, long photo) {
        return Future.succeededFuture(Optional.ofNullable(photos.get(photo)));
    }

    @Override
    public Future<Alarm> shelve(long id, Optional<Duration> time, boolean once, String reason, Actor actor) {
        String length = (once ? "once " : "") + time.map(it -> it + " ").orElse("");
        return act(id, "shelve " + length + reason, actor, it -> it);
    }

    @Override
    public Future<Alarm> unshelve(long id, Actor actor) {
        return Future.failedFuture(new Refusal(Refusal.Why.WRONG_STATE, "it is not shelved"));
    }

    @Override
    public Future<List<JournalEntry>> journal(long id) {
        return Future.succeededFuture(List.of(new JournalEntry(
                RAISED,
                Optional.of(RAISED),
                2,
                "note",
                AlarmState.UNACK,
                AlarmState.UNACK,
                "operator",
                "secret note")));
    }

    @Override
    public Future<Alarm> reset(long id, Actor actor) {
        return act(id, "reset", actor, it -> it);
    }

    @Override
    public Future<Alarm> outOfService(long id, String reason, Actor actor) {
        return act(id, "out of service " + reason, actor, it -> it);
    }

    @Override
    public Future<Alarm> inService(long id, Actor actor) {
        return act(id, "in service", actor, it -> it);
    }

    @Override
    public Future<List<Delivery>> deliveries(long id) {
        return Future.succeededFuture(List.of(dead(id)));
    }

    @Override
    public Future<List<Delivery>> deadLetters(int most) {
        return Future.succeededFuture(
                alarms.keySet().stream().limit(most).map(MemoryDesk::dead).toList());
    }

    @Override
    public Future<Boolean> retry(long message) {
        acts.add("retry " + message);
        return Future.succeededFuture(alarms.containsKey(message));
    }

    private static Delivery dead(long id) {
        return new Delivery(
                id,
                Set.of(id),
                "voltage_low@" + id,
                "voltage_low",
                2,
                "raised",
                "day-crew",
                "page",
                1,
                RAISED,
                "dead",
                8,
                Optional.empty(),
                Optional.of("telegram answers 403"),
                Map.of());
    }

    @Override
    public Future<List<Occurrence>> history(Occurrence.Wanted wanted) {
        return Future.succeededFuture(alarms.values().stream()
                .filter(wanted.taken())
                .map(it -> new Occurrence(it.id(), it, Optional.empty(), Optional.empty()))
                .toList());
    }

    @Override
    public Future<Integer> reload() {
        return Future.failedFuture(new IllegalArgumentException("alarms/water.yaml:3 op: unknown"));
    }

    @Override
    public Future<List<PublicWarning>> publicWarnings(Instant since) {
        return Future.succeededFuture(List.copyOf(warnings));
    }

    @Override
    public List<QuietPeriod> quietPeriods() {
        return List.copyOf(periods);
    }

    @Override
    public List<Alarm> covered(Map<String, List<String>> match) {
        return List.copyOf(alarms.values());
    }

    @Override
    public Future<QuietPeriod> plan(QuietPeriod.Plan plan, Actor actor) {
        acts.add(actor.user() + " plan " + plan.kind().word() + " " + plan.match());
        periods.add(new QuietPeriod(
                periods.size() + 1L,
                plan.kind(),
                plan.match(),
                plan.from(),
                plan.until(),
                plan.weekly(),
                plan.reason(),
                actor.user(),
                RAISED,
                Optional.empty(),
                Optional.empty()));
        return Future.succeededFuture(periods.get(periods.size() - 1));
    }

    @Override
    public Future<QuietPeriod> end(long period, QuietPeriod.Kind kind, Actor actor) {
        return Future.failedFuture(new Refusal(Refusal.Why.UNKNOWN_ALARM, "there is no such period"));
    }

    private Future<Alarm> act(long id, String what, Actor actor, UnaryOperator<Alarm> change) {
        acts.add(actor.user() + ' ' + what);
        alarms.computeIfPresent(id, (key, alarm) -> change.apply(alarm));
        return Future.succeededFuture(alarms.get(id));
    }

    private static Alarm at(Alarm it, AlarmWork.Stage stage, Actor actor) {
        AlarmWork work = new AlarmWork(stage, Optional.of(actor.user()), Optional.of(it.changedAt()), Optional.empty());
        return with(it, it.state(), it.acknowledgedBy(), it.assignee(), work);
    }

    private static Alarm with(
            Alarm it, AlarmState state, Optional<String> acknowledgedBy, Optional<String> assignee, AlarmWork work) {
        return new Alarm(
                it.id(),
                it.rule(),
                it.device(),
                it.utility(),
                it.title(),
                it.response(),
                it.priority(),
                state,
                it.stale(),
                it.occurrence(),
                it.raisedAt(),
                it.changedAt(),
                it.value(),
                it.unit(),
                it.setpoint(),
                acknowledgedBy,
                assignee,
                it.shelvedUntil(),
                work,
                it.revision() + 1);
    }
}
