package az.ocaq.alarm;

import az.ocaq.alarm.engine.Engine;
import az.ocaq.alarm.engine.Instance;
import az.ocaq.alarm.engine.Memory;
import az.ocaq.alarm.engine.Message;
import az.ocaq.alarm.engine.Outcome;
import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.engine.Transition;
import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Keeps what comes out of the engine, and shows of it only what is kept. */
final class AlarmKeeper {
    private static final String PAGE = "page";

    private final Database database;
    private final Engine engine;
    private final Policy policy;
    private final Map<String, Long> ids = new HashMap<>();
    private final Map<Long, Instance> instances = new HashMap<>();
    private final Set<Long> inDatabase = new HashSet<>();
    private final Map<Long, Alarm> views = new LinkedHashMap<>();
    private final List<Transition> transitions = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final Set<Instance> changed = new LinkedHashSet<>();
    private boolean engineChanged;
    private long lastId;

    AlarmKeeper(Database database, Engine engine, Policy policy) {
        this.database = database;
        this.engine = engine;
        this.policy = policy;
    }

    /** An alarm as found at the start; one whose rule is gone keeps its row and its number, and nothing more. */
    void loaded(AlarmTables.Found found) {
        lastId = Math.max(lastId, found.id());
        ids.put(found.kept().rule() + "@" + found.kept().device(), found.id());
        inDatabase.add(found.id());
        engine.alarm(found.kept().rule(), found.kept().device()).ifPresent(alarm -> {
            instances.put(found.id(), alarm);
            views.put(found.id(), AlarmViews.of(found.id(), alarm, engine));
        });
    }

    Collection<Alarm> views() {
        return views.values();
    }

    Optional<Alarm> view(long id) {
        return Optional.ofNullable(views.get(id));
    }

    Optional<Instance> instance(long id) {
        return Optional.ofNullable(instances.get(id));
    }

    Future<List<AlarmDesk.JournalEntry>> journal(long id) {
        return database.transact(handle -> AlarmTables.journal(handle, id));
    }

    Future<List<Delivery>> deliveries(long id) {
        return database.transact(handle -> AlarmHistory.deliveries(handle, id));
    }

    Future<List<Occurrence>> history(Occurrence.Wanted wanted) {
        Map<Long, Alarm> now = Map.copyOf(views);
        return database.transact(handle -> AlarmHistory.occurrences(handle, wanted, now));
    }

    Future<List<PublicWarning>> warnings(List<String> rules, Instant since) {
        Map<Long, Alarm> now = Map.copyOf(views);
        return database.transact(handle -> AlarmHistory.warnings(handle, rules, since, now));
    }

    List<Alarm> views(List<Instance> alarms) {
        return alarms.stream()
                .flatMap(it -> Optional.ofNullable(ids.get(it.key())).flatMap(this::view).stream())
                .toList();
    }

    void add(Outcome outcome) {
        transitions.addAll(outcome.transitions());
        messages.addAll(outcome.messages());
        changed.addAll(outcome.changed());
        engineChanged |= outcome.engineChanged();
    }

    /** Gives up what was added and not kept. */
    void forget() {
        transitions.clear();
        messages.clear();
        changed.clear();
    }

    /** Keeps everything that was added, in one transaction; when that fails it is kept for the next time. */
    Future<List<Alarm>> keep(java.time.Instant now, boolean alive) {
        boolean nothing = transitions.isEmpty() && messages.isEmpty() && changed.isEmpty() && !engineChanged;
        if (nothing && !alive) {
            return Future.succeededFuture(List.of());
        }
        List<Instance> written = List.copyOf(changed);
        AlarmTables.Writes writes = new AlarmTables.Writes(
                written.stream().map(this::row).toList(),
                transitions.stream().map(this::row).toList(),
                messages.stream().map(this::row).toList(),
                Optional.of(new AlarmTables.EngineRow(now, Memory.of(engine))));
        return database.transact(handle -> {
                    AlarmTables.write(handle, writes);
                    return written;
                })
                .map(this::kept);
    }

    private List<Alarm> kept(List<Instance> written) {
        forget();
        engineChanged = false;
        written.forEach(it -> inDatabase.add(id(it)));
        List<Alarm> shown = new ArrayList<>();
        for (Instance alarm : written) {
            long id = id(alarm);
            Alarm view = AlarmViews.of(id, alarm, engine);
            if (!view.equals(views.put(id, view))) {
                shown.add(view);
            }
        }
        return shown;
    }

    private long id(Instance alarm) {
        long id = ids.computeIfAbsent(alarm.key(), it -> ++lastId);
        instances.putIfAbsent(id, alarm);
        return id;
    }

    private Optional<Long> number(String key) {
        int at = key.indexOf('@');
        return at < 0
                ? Optional.empty()
                : engine.alarm(key.substring(0, at), key.substring(at + 1)).map(this::id);
    }

    private AlarmTables.AlarmRow row(Instance alarm) {
        return new AlarmTables.AlarmRow(
                id(alarm),
                !inDatabase.contains(id(alarm)),
                alarm.rule().id(),
                alarm.device(),
                alarm.code().name(),
                alarm.priority().word(),
                alarm.occurrence(),
                java.time.Instant.ofEpochMilli(alarm.raisedAt()),
                java.time.Instant.ofEpochMilli(alarm.changedAt()),
                Memory.of(engine, alarm));
    }

    private AlarmTables.JournalRow row(Transition it) {
        Optional<java.time.Instant> eventTime = it.eventTime().isPresent()
                ? Optional.of(java.time.Instant.ofEpochMilli(it.eventTime().getAsLong()))
                : Optional.empty();
        OptionalDouble value = it.value();
        return new AlarmTables.JournalRow(
                id(it.alarm()),
                new AlarmDesk.JournalEntry(
                        java.time.Instant.ofEpochMilli(it.at()),
                        eventTime,
                        it.occurrence(),
                        it.kind(),
                        it.from(),
                        it.to(),
                        it.who(),
                        it.text()),
                value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty(),
                it.alarm().rule().version());
    }

    private AlarmTables.OutboxRow row(Message it) {
        String channel = Optional.ofNullable(policy.delivery().get(it.receiver()))
                .map(Policy.Delivery::channel)
                .orElse(PAGE);
        return new AlarmTables.OutboxRow(
                it.key() + "/" + channel,
                it.about(),
                it.subject().name().toLowerCase(java.util.Locale.ROOT),
                it.alarm().map(this::id),
                it.occurrence(),
                it.kind(),
                it.step(),
                it.receiver(),
                channel,
                it.members(),
                java.time.Instant.ofEpochMilli(it.at()),
                it.covers().stream()
                        .flatMap(key -> number(key).stream())
                        .distinct()
                        .toList());
    }
}
