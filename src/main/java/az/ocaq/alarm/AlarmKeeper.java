package az.ocaq.alarm;

import az.ocaq.alarm.engine.Engine;
import az.ocaq.alarm.engine.Instance;
import az.ocaq.alarm.engine.Memory;
import az.ocaq.alarm.engine.Message;
import az.ocaq.alarm.engine.Outcome;
import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.engine.Transition;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.database.Database;
import az.ocaq.device.ServerItself;
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
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Keeps what comes out of the engine, and shows of it only what is kept. */
final class AlarmKeeper {
    static final String PAGE = "page";

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
    private final List<Consumer<Handle>> more = new ArrayList<>();
    private final long opened;
    private Consumer<Alarm> shown = alarm -> {};
    private Consumer<UrgentMessage> told = message -> {};
    private long lastId;

    /** @param opened now, epoch ms: what was shown before the start is older */
    AlarmKeeper(Database database, Engine engine, Policy policy, long opened) {
        this.opened = opened;
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
            var unused = shown(found.id(), alarm, opened);
        });
    }

    /**
     * Says who hears of alarms about the server itself while they cannot be kept: that the database is away is the very news.
     * Messages come again with every try, until one is kept.
     */
    void onUnkept(Consumer<Alarm> show, Consumer<UrgentMessage> tell) {
        shown = show;
        told = tell;
    }

    /** A keeper for another engine, which the same hear of. */
    AlarmKeeper successor(Engine other, Policy itsPolicy, long openedAt) {
        AlarmKeeper successor = new AlarmKeeper(database, other, itsPolicy, openedAt);
        successor.onUnkept(shown, told);
        return successor;
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

    Future<Optional<Alarm>> past(long id, int occurrence) {
        Map<Long, Alarm> now = Map.copyOf(views);
        return database.transact(handle -> AlarmHistory.past(handle, id, occurrence, now));
    }

    Future<List<PublicWarning>> warnings(Rules rules, Instant since, Instant until) {
        Map<Long, Alarm> now = Map.copyOf(views);
        return database.transact(handle -> WarningHistory.read(handle, rules, since, until, now));
    }

    Future<Incident> incident(long root) {
        Map<Long, Alarm> now = Map.copyOf(views);
        return database.transact(handle -> IncidentHistory.read(handle, root, now));
    }

    /** Numbers of those of the alarms that are kept. */
    Set<Long> numbers(List<Instance> alarms) {
        return alarms.stream()
                .flatMap(it -> Optional.ofNullable(ids.get(it.key())).stream())
                .collect(Collectors.toSet());
    }

    /** Something more to write with what was added, in the same transaction. */
    void also(Consumer<Handle> write) {
        more.add(write);
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
        more.clear();
    }

    /** Keeps everything that was added, in one transaction; when that fails it is kept for the next time. */
    Future<List<Alarm>> keep(java.time.Instant now, boolean alive) {
        boolean nothing =
                transitions.isEmpty() && messages.isEmpty() && changed.isEmpty() && !engineChanged && more.isEmpty();
        if (nothing && !alive) {
            return Future.succeededFuture(List.of());
        }
        List<Instance> written = List.copyOf(changed);
        List<Message> sent = List.copyOf(messages);
        AlarmTables.Writes writes = new AlarmTables.Writes(
                written.stream().map(this::row).toList(),
                transitions.stream().map(this::row).toList(),
                messages.stream().map(this::row).toList(),
                Optional.of(new AlarmTables.EngineRow(now, Memory.of(engine))));
        List<Consumer<Handle>> alsoWritten = List.copyOf(more);
        return database.fenced(handle -> {
                    AlarmTables.write(handle, writes);
                    alsoWritten.forEach(it -> it.accept(handle));
                    return written;
                })
                .map(done -> kept(done, now.toEpochMilli()))
                .onFailure(failure -> unkept(written, sent));
    }

    private void unkept(List<Instance> alarms, List<Message> sent) {
        alarms.stream().filter(AlarmKeeper::isOfServer).forEach(alarm -> {
            Alarm view = AlarmViews.of(id(alarm), alarm, engine);
            if (!view.equals(views.put(view.id(), view))) {
                shown.accept(view);
            }
        });
        for (Message message : sent) {
            message.alarm().filter(AlarmKeeper::isOfServer).ifPresent(alarm -> told.accept(urgent(message, alarm)));
        }
    }

    private static boolean isOfServer(Instance alarm) {
        return ServerItself.is(AlarmViews.place(alarm.device()));
    }

    private UrgentMessage urgent(Message message, Instance alarm) {
        AlarmTables.OutboxRow row = row(message);
        return new UrgentMessage(
                row.key(),
                row.about(),
                row.kind(),
                row.occurrence(),
                row.receiver(),
                row.channel(),
                row.members(),
                row.createdAt(),
                AlarmViews.of(id(alarm), alarm, engine));
    }

    private List<Alarm> kept(List<Instance> written, long now) {
        forget();
        engineChanged = false;
        written.forEach(it -> inDatabase.add(id(it)));
        List<Alarm> shown = new ArrayList<>();
        for (Instance alarm : written) {
            shown(id(alarm), alarm, now).ifPresent(shown::add);
        }
        return shown;
    }

    /** Shows an alarm as it is now, when it is not shown so already. */
    private Optional<Alarm> shown(long id, Instance alarm, long now) {
        Alarm view = AlarmViews.of(id, alarm, engine);
        Alarm before = views.get(id);
        if (before != null && before.revised(0).equals(view)) {
            return Optional.empty();
        }
        // The clock alone could repeat a number, a count alone would not outlive a restart.
        Alarm revised = view.revised(before == null ? now : Math.max(now, before.revision() + 1));
        views.put(id, revised);
        return Optional.of(revised);
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
                it.priority(),
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
