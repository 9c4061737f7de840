package az.ocaq.alarm;

import az.ocaq.access.Actor;
import az.ocaq.alarm.engine.Act;
import az.ocaq.alarm.engine.Coverage;
import az.ocaq.alarm.engine.Instance;
import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.database.Database;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alarm engine with a memory: evaluates batches of readings and keeps what changed, journal and outgoing messages
 * included, in one transaction before it says so. What a failed transaction did not keep is kept with the next one, and a
 * batch that comes again changes nothing. Confined to the event-loop context that {@link #open} completes on.
 */
public final class AlarmService implements AlarmDesk {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmService.class);
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(30);
    private static final Comparator<Alarm> MOST_URGENT =
            Comparator.comparing(Alarm::priority).thenComparing(Alarm::raisedAt).thenComparing(Alarm::id);

    /**
     * A device says that it is there, or its will message says that it is not.
     *
     * @param powerLost whether it says itself that it loses its supply
     * @param retained whether the broker replayed it from its retained messages
     */
    public record Presence(DeviceId device, boolean online, boolean powerLost, boolean retained) {
        public Presence(DeviceId device, boolean online, boolean retained) {
            this(device, online, false, retained);
        }
    }

    /**
     * What an engine starts from.
     *
     * @param newest tells the newest stored reading of every series; asked once, on a worker thread, and may block
     */
    public record Edition(Rules rules, Policy policy, Supplier<? extends Collection<Reading>> newest) {}

    private final Vertx vertx;
    private final DeviceRegistry registry;
    private final Clock clock;
    private final Database database;
    private final Turns turns = new Turns();
    private final AlarmActs acts;
    private volatile InService inService;
    private Supplier<Future<Edition>> editions = () -> Future.failedFuture("nothing to read rules from");
    private final Map<String, Diagnosis> observed = new LinkedHashMap<>();
    private Consumer<Alarm> acted = alarm -> {};
    private Instant aliveAt;
    private boolean ticking;

    private AlarmService(Vertx vertx, Database database, DeviceRegistry registry, Clock clock, InService opened) {
        this.vertx = vertx;
        this.database = database;
        this.registry = registry;
        this.clock = clock;
        this.inService = opened;
        this.acts = new AlarmActs(turns, () -> inService, database, clock, alarm -> acted.accept(alarm));
        this.aliveAt = Instant.EPOCH;
    }

    /**
     * Opens the alarms as they were left: loads them with their pending delays, judges the newest stored readings, and goes
     * on with timers where they stood when the server was last seen alive. That takes seconds for many devices, and is done
     * on a worker thread, which asks for the readings last.
     */
    public static Future<AlarmService> open(
            Vertx vertx, Database database, Edition edition, DeviceRegistry registry, Clock clock) {
        return vertx.executeBlocking(
                        () -> {
                            Instant now = clock.instant();
                            Loaded loaded = load(database, edition, now);
                            List<AlarmTables.Found> orphans =
                                    loaded.orphans(edition.rules(), RegistryDirectory.inService(registry));
                            InService opened = InService.of(
                                    loaded,
                                    orphans,
                                    edition,
                                    loaded.stopped().orElse(now),
                                    database,
                                    registry,
                                    engine -> new AlarmKeeper(database, engine, edition.policy(), now.toEpochMilli()));
                            AlarmService service = new AlarmService(vertx, database, registry, clock, opened);
                            service.goOn(loaded, now);
                            if (orphans.isEmpty()) {
                                adopt(database, loaded, edition);
                            }
                            return new Opened(service, !orphans.isEmpty());
                        },
                        false)
                .compose(it -> it.orphans()
                        ? it.service()
                                .turns
                                .next(() -> it.service().replaced(edition))
                                .map(rules -> it.service())
                        : Future.succeededFuture(it.service()));
    }

    /** @param orphans whether there are alarms that are under these rules only to be closed */
    private record Opened(AlarmService service, boolean orphans) {}

    private static Loaded load(Database database, Edition edition, Instant now) {
        return database.transactBlocking(handle -> {
            WarningHistory.withdraw(handle, edition.rules(), now);
            return Loaded.read(handle);
        });
    }

    /** From now on alarms are under these rules. */
    private static void adopt(Database database, Loaded loaded, Edition edition) {
        var unused = database.transactBlocking(handle -> {
            loaded.former().replace(handle, edition.rules());
            return handle;
        });
    }

    /**
     * Evaluates one batch; completes when everything that changed is kept, with the alarms that changed. A batch that
     * changes nothing does not touch the database.
     */
    public Future<List<Alarm>> apply(List<Reading> readings, List<Presence> presences, Instant arrival) {
        return turns.next(() -> {
            inService.engine().advance(arrival.toEpochMilli());
            inService.inputs().take(readings);
            presences.forEach(inService.inputs()::take);
            return keep(false);
        });
    }

    /**
     * Looks at the registry anew for one device: the rules of its type watch it from now on, or nothing does any more and its
     * alarms are closed. Completes with the alarms that changed.
     */
    public Future<List<Alarm>> refit(DeviceId id) {
        return turns.next(() -> {
            inService.advance(clock);
            inService.inputs().forget(id);
            inService.engine().decommission(id.toString());
            inService.directory().refresh(id);
            registry.device(id)
                    .filter(it -> !it.recorded())
                    .ifPresent(it -> inService.engine().commission(id.toString()));
            return keep(false);
        });
    }

    /** The rules in service. */
    public Rules rules() {
        return inService.rules();
    }

    /** Says who is told of each alarm that a person's act changed. */
    public void onAct(Consumer<Alarm> told) {
        acted = told;
    }

    /**
     * Says who hears of alarms and messages about the server itself that the database cannot keep now; both are kept later,
     * and a message comes again with every try until then.
     */
    public void onUnkept(Consumer<Alarm> shown, Consumer<UrgentMessage> told) {
        inService.keeper().onUnkept(shown, told);
    }

    /**
     * The clock was set forward, which is like a standstill of the server: delays go on with what was left of them, and
     * silence is not believed before devices had time to speak.
     */
    public void jumped(Instant from, Instant to) {
        var unused = turns.next(() -> {
            inService.engine().resume(from.toEpochMilli(), to.toEpochMilli());
            return Future.succeededFuture();
        });
    }

    /** Takes what the server found out; judged with the next tick. A newer finding takes the place of an older one. */
    public void observe(Diagnosis diagnosis) {
        observed.put(diagnosis.device() + "/" + diagnosis.metric(), diagnosis);
    }

    /**
     * Lets time pass: timers, silence, escalation; completes with the alarms that changed. Does nothing while the tick before
     * is still being kept.
     */
    public Future<List<Alarm>> tick() {
        if (ticking) {
            return Future.succeededFuture(List.of());
        }
        ticking = true;
        return turns.next(this::turn).onComplete(done -> ticking = false);
    }

    private Future<List<Alarm>> turn() {
        Instant now = clock.instant();
        inService.engine().advance(now.toEpochMilli());
        applyPeriods(now);
        inService.inputs().take(observed.values(), now);
        observed.clear();
        inService.engine().settle(now.toEpochMilli());
        boolean due = !now.isBefore(aliveAt.plus(ALIVE_EVERY));
        Future<List<Alarm>> kept = keep(due);
        return due ? kept.onSuccess(done -> aliveAt = now) : kept;
    }

    @Override
    public Collection<Alarm> standing() {
        return inService.keeper().views().stream()
                .filter(it -> it.state() != AlarmState.NORM)
                .filter(it -> inService
                        .keeper()
                        .instance(it.id())
                        .filter(Instance::isOutOfHours)
                        .isEmpty())
                .sorted(MOST_URGENT)
                .toList();
    }

    @Override
    public List<NightFlow> nightFlows() {
        return inService.engine().nightFlows();
    }

    @Override
    public Optional<Alarm> alarm(long id) {
        return inService.keeper().view(id);
    }

    @Override
    public Future<Optional<Alarm>> past(long id, int occurrence) {
        return inService.keeper().past(id, occurrence);
    }

    @Override
    public Future<Alarm> act(long id, CrewAct act, Actor actor) {
        return acts.act(id, act, actor);
    }

    @Override
    public Future<Alarm> photo(long id, byte[] jpeg, CrewAct act, Actor actor) {
        return acts.photo(id, jpeg, act, actor);
    }

    @Override
    public Future<List<Photo>> photos(long id) {
        return database.transact(handle -> CrewTables.photos(handle, id));
    }

    @Override
    public Future<Optional<byte[]>> photo(long id, long photo) {
        return database.transact(handle -> CrewTables.photo(handle, id, photo));
    }

    @Override
    public Future<Alarm> shelve(long id, Optional<Duration> time, boolean once, String reason, Actor actor) {
        return acts.shelve(id, time, once, reason, actor);
    }

    @Override
    public Future<Alarm> unshelve(long id, Actor actor) {
        return acts.act(id, Act.Kind.UNSHELVE, "", actor);
    }

    @Override
    public Future<Alarm> reset(long id, Actor actor) {
        return acts.act(id, Act.Kind.RESET, "", actor);
    }

    @Override
    public Future<Alarm> outOfService(long id, String reason, Actor actor) {
        return acts.outOfService(id, reason, actor);
    }

    @Override
    public Future<Alarm> inService(long id, Actor actor) {
        return acts.act(id, Act.Kind.IN_SERVICE, "", actor);
    }

    @Override
    public Future<List<JournalEntry>> journal(long id) {
        return inService.keeper().journal(id);
    }

    @Override
    public Future<Incident> incident(long id) {
        return inService.keeper().incident(id);
    }

    @Override
    public Future<List<Delivery>> deliveries(long id) {
        return inService.keeper().deliveries(id);
    }

    @Override
    public Future<List<Delivery>> deadLetters(int most) {
        return database.transact(handle -> AlarmHistory.deadLetters(handle, most));
    }

    @Override
    public Future<Boolean> retry(long message) {
        return database.transact(handle -> AlarmHistory.retry(handle, message, clock.instant()));
    }

    @Override
    public Future<List<Occurrence>> history(Occurrence.Wanted wanted) {
        return inService.keeper().history(wanted);
    }

    @Override
    public Policy policy() {
        return inService.policy();
    }

    @Override
    public List<QuietPeriod> quietPeriods() {
        return inService.periods().all(clock.instant());
    }

    @Override
    public List<Coverage> covered(List<Map<String, List<String>>> matches) {
        return inService.engine().coverage(matches);
    }

    @Override
    public Future<Coverage> preview(QuietPeriod.Plan plan, Actor actor) {
        return QuietPeriods.notPermitted(plan, actor)
                .<Future<Coverage>>map(Future::failedFuture)
                .orElseGet(() -> Future.succeededFuture(
                        inService.engine().coverage(List.of(plan.match())).get(0)));
    }

    @Override
    public Future<QuietPeriod> plan(QuietPeriod.Plan plan, Actor actor) {
        return turns.next(
                () -> inService.periods().plan(plan, actor, clock.instant()).compose(this::applied));
    }

    @Override
    public Future<QuietPeriod> end(long period, QuietPeriod.Kind kind, Actor actor) {
        return turns.next(() ->
                inService.periods().end(period, kind, actor, clock.instant()).compose(this::applied));
    }

    @Override
    public Future<QuietPeriod> review(long period, QuietPeriod.Kind kind, Actor actor) {
        return turns.next(() -> inService.periods().review(period, kind, actor, clock.instant()));
    }

    /** With the next that is kept, whoever planned a window that ends now is told what happened meanwhile. */
    private void applyPeriods(Instant now) {
        for (QuietPeriod ended : inService.periods().apply(now)) {
            Set<Long> covered = inService
                    .keeper()
                    .numbers(inService.engine().matching(ended.plan().match()));
            inService
                    .keeper()
                    .also(handle -> MaintenanceSummary.write(handle, ended, covered, ended.inForceSince(now), now));
        }
    }

    /** A period that is kept counts, whether or not what follows from it can be kept at once. */
    private Future<QuietPeriod> applied(QuietPeriod period) {
        inService.advance(clock);
        applyPeriods(clock.instant());
        return keep(false)
                .onSuccess(changed -> changed.forEach(acted))
                .onFailure(failure -> LOG.warn(
                        "{}={} what follows from it is kept with the next tick reason=\"{}\"",
                        period.kind().word(),
                        period.id(),
                        failure.getMessage()))
                .transform(done -> Future.succeededFuture(period));
    }

    /** Says where {@link #reload} finds rules and policy, and the newest stored readings. */
    public void onReload(Supplier<Future<Edition>> source) {
        editions = source;
    }

    @Override
    public Future<Integer> reload(String user) {
        return editions.get()
                .compose(edition -> turns.next(() -> inService
                        .fourEyes()
                        .agree(rules(), edition.rules(), user)
                        .compose(agreed -> replaced(edition))));
    }

    @Override
    public Future<List<PublicWarning>> publicWarnings(Instant since) {
        return inService.keeper().warnings(rules(), since, clock.instant());
    }

    @Override
    public Future<Alarm> warn(long id, boolean approved, OptionalInt occurrence, String text, Actor actor) {
        return acts.warn(id, approved, occurrence, text, actor);
    }

    /** The alarms go on under the new rules as they do after a restart, without one. */
    private Future<Integer> replaced(Edition edition) {
        Instant now = clock.instant();
        inService.advance(clock);
        inService.engine().retire(edition.rules().all());
        return inService
                .keep(now, true)
                .onSuccess(closed -> closed.forEach(acted))
                .compose(closed -> vertx.executeBlocking(
                        () -> {
                            Loaded loaded = load(database, edition, now);
                            adopt(database, loaded, edition);
                            return InService.of(
                                    loaded,
                                    List.of(),
                                    edition,
                                    now,
                                    database,
                                    registry,
                                    other -> inService.keeper().successor(other, edition.policy(), now.toEpochMilli()));
                        },
                        false))
                .compose(next -> {
                    Set<String> edited = edited(edition.rules());
                    inService = next;
                    inService.advance(clock);
                    inService.engine().judgeSuppressionAnew();
                    inService.engine().reconsider(edited);
                    return keep(false);
                })
                .onSuccess(changed -> changed.forEach(acted))
                .map(changed -> rules().all().size());
    }

    private Set<String> edited(Rules others) {
        Set<Rule> same = new HashSet<>(rules().all());
        return others.all().stream()
                .filter(it -> !same.contains(it))
                .map(Rule::id)
                .collect(Collectors.toSet());
    }

    /** As if no time had passed since the server was last seen alive, but that what happened meanwhile is looked at. */
    private void goOn(Loaded loaded, Instant now) {
        loaded.stopped().ifPresent(it -> inService.engine().resume(it.toEpochMilli(), now.toEpochMilli()));
        applyPeriods(now);
        inService.engine().advance(now.toEpochMilli());
    }

    private Future<List<Alarm>> keep(boolean alive) {
        return inService.keep(clock.instant(), alive);
    }
}
