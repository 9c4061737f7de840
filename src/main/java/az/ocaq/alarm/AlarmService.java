package az.ocaq.alarm;

import az.ocaq.access.Actor;
import az.ocaq.alarm.engine.Act;
import az.ocaq.alarm.engine.Coverage;
import az.ocaq.alarm.engine.Engine;
import az.ocaq.alarm.engine.Instance;
import az.ocaq.alarm.engine.Memory;
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
import java.util.function.Function;
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
    private RegistryDirectory directory;
    private volatile Rules rules;
    private Policy policy;
    private FourEyes fourEyes;
    private Engine engine;
    private DeviceInputs inputs;
    private AlarmKeeper keeper;
    private QuietPeriods periods;
    private Supplier<Future<Edition>> editions = () -> Future.failedFuture("nothing to read rules from");
    private final Map<String, Diagnosis> observed = new LinkedHashMap<>();
    private Consumer<Alarm> acted = alarm -> {};
    private Future<?> previous = Future.succeededFuture();
    private Instant aliveAt;
    private boolean ticking;

    private AlarmService(
            Vertx vertx, Database database, DeviceRegistry registry, Clock clock, Edition edition, Restored restored) {
        this.vertx = vertx;
        this.database = database;
        this.registry = registry;
        this.clock = clock;
        this.rules = edition.rules();
        this.policy = edition.policy();
        this.fourEyes = FourEyes.of(policy);
        this.directory = restored.directory();
        this.engine = restored.engine();
        this.inputs = restored.inputs();
        this.keeper = restored.keeper();
        this.periods = restored.periods();
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
                    Loaded loaded = database.transactBlocking(Loaded::read);
                    Instant now = clock.instant();
                    Restored restored = Restored.of(
                            loaded,
                            edition,
                            loaded.stopped().orElse(now),
                            database,
                            registry,
                            engine -> new AlarmKeeper(database, engine, edition.policy(), now.toEpochMilli()));
                    AlarmService service = new AlarmService(vertx, database, registry, clock, edition, restored);
                    service.goOn(loaded, now);
                    return service;
                },
                false);
    }

    /**
     * Evaluates one batch; completes when everything that changed is kept, with the alarms that changed. A batch that
     * changes nothing does not touch the database.
     */
    public Future<List<Alarm>> apply(List<Reading> readings, List<Presence> presences, Instant arrival) {
        return inTurn(() -> {
            engine.advance(arrival.toEpochMilli());
            inputs.take(readings);
            presences.forEach(inputs::take);
            return keep(false);
        });
    }

    /**
     * Looks at the registry anew for one device: the rules of its type watch it from now on, or nothing does any more and its
     * alarms are closed. Completes with the alarms that changed.
     */
    public Future<List<Alarm>> refit(DeviceId id) {
        return inTurn(() -> {
            engine.advance(Math.max(engine.now(), clock.millis()));
            inputs.forget(id);
            engine.decommission(id.toString());
            directory.refresh(id);
            registry.device(id).filter(it -> !it.recorded()).ifPresent(it -> engine.commission(id.toString()));
            return keep(false);
        });
    }

    /** The rules in service. */
    public Rules rules() {
        return rules;
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
        keeper.onUnkept(shown, told);
    }

    /**
     * The clock was set forward, which is like a standstill of the server: delays go on with what was left of them, and
     * silence is not believed before devices had time to speak.
     */
    public void jumped(Instant from, Instant to) {
        var unused = inTurn(() -> {
            engine.resume(from.toEpochMilli(), to.toEpochMilli());
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
        return inTurn(this::turn).onComplete(done -> ticking = false);
    }

    private Future<List<Alarm>> turn() {
        Instant now = clock.instant();
        engine.advance(now.toEpochMilli());
        applyPeriods(now);
        inputs.take(observed.values(), now);
        observed.clear();
        engine.settle(now.toEpochMilli());
        boolean due = !now.isBefore(aliveAt.plus(ALIVE_EVERY));
        Future<List<Alarm>> kept = keep(due);
        return due ? kept.onSuccess(done -> aliveAt = now) : kept;
    }

    @Override
    public Collection<Alarm> standing() {
        return keeper.views().stream()
                .filter(it -> it.state() != AlarmState.NORM)
                .filter(it ->
                        keeper.instance(it.id()).filter(Instance::isOutOfHours).isEmpty())
                .sorted(MOST_URGENT)
                .toList();
    }

    @Override
    public List<NightFlow> nightFlows() {
        return engine.nightFlows();
    }

    @Override
    public Optional<Alarm> alarm(long id) {
        return keeper.view(id);
    }

    @Override
    public Future<Optional<Alarm>> past(long id, int occurrence) {
        return keeper.past(id, occurrence);
    }

    @Override
    public Future<Alarm> act(long id, CrewAct act, Actor actor) {
        if (act.kind() == CrewAct.Kind.NOTE && act.text().isBlank()) {
            return Future.failedFuture(new Refusal(Refusal.Why.BAD_ARGUMENT, "a note needs a text"));
        }
        return once(id, act, actor, now -> {});
    }

    @Override
    public Future<Alarm> photo(long id, byte[] jpeg, CrewAct act, Actor actor) {
        if (jpeg.length > LARGEST_PHOTO || act.id().isEmpty()) {
            return Future.failedFuture(new Refusal(
                    Refusal.Why.BAD_ARGUMENT, "a picture has an id and at most " + LARGEST_PHOTO + " bytes"));
        }
        int occurrence = act.occurrence()
                .orElseGet(() -> keeper.view(id).map(Alarm::occurrence).orElse(0));
        return once(
                id,
                act,
                actor,
                now -> keeper.also(CrewTables.photo(
                        actor.user(),
                        act.id().orElseThrow(),
                        id,
                        new Photo(0, occurrence, actor.user(), now.minus(act.age())),
                        jpeg)));
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
        if (reason.isBlank()
                || time.filter(it -> it.isNegative() || it.isZero()).isPresent()) {
            return Future.failedFuture(
                    new Refusal(Refusal.Why.BAD_ARGUMENT, "a shelf needs a reason and a time longer than zero"));
        }
        return act(id, actor, once ? Act.Kind.SHELVE_ONCE : Act.Kind.SHELVE, OptionalInt.empty(), time, reason);
    }

    @Override
    public Future<Alarm> unshelve(long id, Actor actor) {
        return act(id, actor, Act.Kind.UNSHELVE, OptionalInt.empty(), Optional.empty(), "");
    }

    @Override
    public Future<Alarm> reset(long id, Actor actor) {
        return act(id, actor, Act.Kind.RESET, OptionalInt.empty(), Optional.empty(), "");
    }

    @Override
    public Future<Alarm> outOfService(long id, String reason, Actor actor) {
        if (reason.isBlank()) {
            return Future.failedFuture(new Refusal(Refusal.Why.BAD_ARGUMENT, "a reason is needed"));
        }
        return act(id, actor, Act.Kind.OUT_OF_SERVICE, OptionalInt.empty(), Optional.empty(), reason);
    }

    @Override
    public Future<Alarm> inService(long id, Actor actor) {
        return act(id, actor, Act.Kind.IN_SERVICE, OptionalInt.empty(), Optional.empty(), "");
    }

    @Override
    public Future<List<JournalEntry>> journal(long id) {
        return keeper.journal(id);
    }

    @Override
    public Future<Incident> incident(long id) {
        return keeper.incident(id);
    }

    @Override
    public Future<List<Delivery>> deliveries(long id) {
        return keeper.deliveries(id);
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
        return keeper.history(wanted);
    }

    @Override
    public Policy policy() {
        return policy;
    }

    @Override
    public List<QuietPeriod> quietPeriods() {
        return periods.all(clock.instant());
    }

    @Override
    public List<Coverage> covered(List<Map<String, List<String>>> matches) {
        return engine.coverage(matches);
    }

    @Override
    public Future<Coverage> preview(QuietPeriod.Plan plan, Actor actor) {
        return QuietPeriods.notPermitted(plan, actor)
                .<Future<Coverage>>map(Future::failedFuture)
                .orElseGet(() -> Future.succeededFuture(
                        engine.coverage(List.of(plan.match())).get(0)));
    }

    @Override
    public Future<QuietPeriod> plan(QuietPeriod.Plan plan, Actor actor) {
        return inTurn(() -> periods.plan(plan, actor, clock.instant()).compose(this::applied));
    }

    @Override
    public Future<QuietPeriod> end(long period, QuietPeriod.Kind kind, Actor actor) {
        return inTurn(() -> periods.end(period, kind, actor, clock.instant()).compose(this::applied));
    }

    @Override
    public Future<QuietPeriod> review(long period, QuietPeriod.Kind kind, Actor actor) {
        return inTurn(() -> periods.review(period, kind, actor, clock.instant()));
    }

    /** With the next that is kept, whoever planned a window that ends now is told what happened meanwhile. */
    private void applyPeriods(Instant now) {
        for (QuietPeriod ended : periods.apply(now)) {
            Set<Long> covered = keeper.numbers(engine.matching(ended.plan().match()));
            keeper.also(handle -> MaintenanceSummary.write(handle, ended, covered, ended.inForceSince(now), now));
        }
    }

    /** A period that is kept counts, whether or not what follows from it can be kept at once. */
    private Future<QuietPeriod> applied(QuietPeriod period) {
        engine.advance(Math.max(engine.now(), clock.millis()));
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
                .compose(edition -> inTurn(
                        () -> fourEyes.agree(rules, edition.rules(), user).compose(agreed -> replaced(edition))));
    }

    @Override
    public Future<List<PublicWarning>> publicWarnings(Instant since) {
        List<String> open = rules.all().stream()
                .filter(it -> it.traits().publicity().wanted())
                .map(Rule::id)
                .toList();
        return keeper.warnings(open, since, clock.instant());
    }

    @Override
    public Future<Alarm> warn(long id, boolean approved, OptionalInt occurrence, String text, Actor actor) {
        return act(
                id,
                actor,
                approved ? Act.Kind.APPROVE_WARNING : Act.Kind.DECLINE_WARNING,
                occurrence,
                Optional.empty(),
                text);
    }

    /** The alarms go on under the new rules as they do after a restart, without one. */
    private Future<Integer> replaced(Edition edition) {
        Instant now = clock.instant();
        engine.advance(Math.max(engine.now(), now.toEpochMilli()));
        engine.retire(edition.rules().all());
        keeper.add(engine.drain());
        return keeper.keep(now, true)
                .onSuccess(closed -> closed.forEach(acted))
                .compose(closed -> vertx.executeBlocking(
                        () -> Restored.of(
                                database.transactBlocking(Loaded::read),
                                edition,
                                now,
                                database,
                                registry,
                                other -> keeper.successor(other, edition.policy(), now.toEpochMilli())),
                        false))
                .compose(restored -> {
                    Set<String> edited = edited(edition.rules());
                    rules = edition.rules();
                    policy = edition.policy();
                    fourEyes = FourEyes.of(policy);
                    directory = restored.directory();
                    engine = restored.engine();
                    inputs = restored.inputs();
                    keeper = restored.keeper();
                    periods = restored.periods();
                    engine.advance(Math.max(now.toEpochMilli(), clock.millis()));
                    engine.judgeSuppressionAnew();
                    engine.reconsider(edited);
                    return keep(false);
                })
                .onSuccess(changed -> changed.forEach(acted))
                .map(changed -> rules.all().size());
    }

    private Set<String> edited(Rules others) {
        Set<Rule> same = new HashSet<>(rules.all());
        return others.all().stream()
                .filter(it -> !same.contains(it))
                .map(Rule::id)
                .collect(Collectors.toSet());
    }

    /** As if no time had passed since the server was last seen alive, but that what happened meanwhile is looked at. */
    private void goOn(Loaded loaded, Instant now) {
        loaded.stopped().ifPresent(it -> engine.resume(it.toEpochMilli(), now.toEpochMilli()));
        applyPeriods(now);
        engine.advance(now.toEpochMilli());
    }

    private Future<List<Alarm>> keep(boolean alive) {
        keeper.add(engine.drain());
        return keeper.keep(clock.instant(), alive);
    }

    private Future<Alarm> act(
            long id, Actor actor, Act.Kind kind, OptionalInt occurrence, Optional<Duration> time, String text) {
        return inTurn(() -> actNow(
                id,
                now -> new Act(
                        kind,
                        actor.user(),
                        actor.role(),
                        actor.settlements(),
                        actor.utilities(),
                        occurrence,
                        time,
                        text)));
    }

    /** Does an act that was not taken before, and notes its id with what else is to be written. */
    private Future<Alarm> once(long id, CrewAct act, Actor actor, Consumer<Instant> also) {
        return inTurn(() -> CrewTables.done(database, actor.user(), act.id()).compose(done -> {
            if (done) {
                return keeper.view(id).map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(unknown(id)));
            }
            return actNow(id, now -> {
                act.id().ifPresent(it -> keeper.also(CrewTables.act(actor.user(), it, id, act.kind(), now)));
                also.accept(now);
                return engineAct(act, actor);
            });
        }));
    }

    private static Act engineAct(CrewAct act, Actor actor) {
        return new Act(
                Act.Kind.valueOf(act.kind().name()),
                actor.user(),
                actor.role(),
                actor.settlements(),
                actor.utilities(),
                act.occurrence(),
                Optional.empty(),
                act.text(),
                Optional.of(act.age()),
                act.cause());
    }

    private Future<Alarm> actNow(long id, Function<Instant, Act> act) {
        Optional<Instance> alarm = keeper.instance(id);
        if (alarm.isEmpty()) {
            return Future.failedFuture(unknown(id));
        }
        engine.advance(Math.max(engine.now(), clock.millis()));
        // What is still to be kept goes first, so that this act's transaction is its own.
        return keep(false).compose(done -> perform(alarm.get(), id, act.apply(clock.instant())));
    }

    private static Refusal unknown(long id) {
        return new Refusal(Refusal.Why.UNKNOWN_ALARM, "there is no alarm " + id);
    }

    private Future<Alarm> perform(Instance alarm, long id, Act act) {
        String before = Memory.of(engine, alarm);
        Optional<az.ocaq.alarm.engine.Refusal> refusal = engine.act(alarm.rule().id(), alarm.device(), act);
        if (refusal.isPresent()) {
            keeper.forget();
            return Future.failedFuture(AlarmViews.refusal(refusal.get()));
        }
        keeper.add(engine.drain());
        return keeper.keep(clock.instant(), false)
                .recover(failure -> {
                    Memory.putBack(alarm, before);
                    keeper.forget();
                    return Future.failedFuture(failure);
                })
                .map(done -> keeper.view(id).orElseThrow())
                .onSuccess(alarmNow -> acted.accept(alarmNow));
    }

    /** One thing after the other: the engine must not move while what it said is being kept. */
    private <T> Future<T> inTurn(Supplier<Future<T>> work) {
        // transform() makes a failed turn of what is thrown; without that nothing would ever be in turn again
        Future<?> before = previous.isComplete() ? Future.succeededFuture() : previous;
        Future<T> turn = before.transform(done -> work.get());
        previous = turn;
        return turn;
    }
}
