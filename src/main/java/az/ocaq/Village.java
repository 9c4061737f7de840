package az.ocaq;

import az.ocaq.access.Accounts;
import az.ocaq.alarm.Acknowledger;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmService;
import az.ocaq.alarm.Diagnosis;
import az.ocaq.database.Database;
import az.ocaq.decode.Decoders;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.ServerItself;
import az.ocaq.device.Settlement;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.MqttSettings;
import az.ocaq.mqtt.MqttSource;
import az.ocaq.notify.OutboxSweep;
import az.ocaq.notify.OutboxWorker;
import az.ocaq.notify.SmsReports;
import az.ocaq.notify.TopicNotifier;
import az.ocaq.onboarding.Homes;
import az.ocaq.onboarding.Inbox;
import az.ocaq.onboarding.Onboarding;
import az.ocaq.onboarding.Workbench;
import az.ocaq.quarantine.Quarantine;
import az.ocaq.store.TimeSeriesStore;
import az.ocaq.tls.CertificateWatch;
import az.ocaq.tls.TlsFiles;
import az.ocaq.validate.TimeRule;
import az.ocaq.validate.Validator;
import az.ocaq.web.WebParts;
import az.ocaq.web.WebServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Ocaq: builds every part, joins them, and stops them in the opposite order. Starting and stopping block; not for an event loop.
 */
public final class Village implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Village.class);
    private static final int MOST_SERIES = 2_000_000;
    private static final long SECOND_MILLIS = 1_000;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long SWEEP_MILLIS = 5_000;
    private static final long REACH_MILLIS = 600_000;
    private static final Duration ANSWERED = Duration.ofSeconds(30);
    private static final Duration ANSWER_KEPT = Duration.ofDays(1);

    private final Settings settings;
    private final Installation installation;

    /** The same, with the rules and crews that were read last. */
    private volatile Installation crews;

    private final DeviceRegistry registry;
    private final Clock clock;
    private final ServerClock time;
    private final Running running;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Vertx vertx;
    private final Context context;
    private final CertificateWatch certificates;
    private final TimeSeriesStore store;
    private final Database database;
    private final Accounts accounts;
    private final Pipeline pipeline;
    private final List<Consumer<Alarm>> watchers = new ArrayList<>();
    private final URI address;
    private final String brokerUrl;

    private Village(
            Installation installation,
            Clock clock,
            LongSupplier nanos,
            Consumer<TimeSeriesStore> prepare,
            Running running) {
        this.installation = installation;
        this.crews = installation;
        this.settings = installation.settings();
        this.registry = installation.fleet().registry();
        this.clock = clock;
        this.time = new ServerClock(clock, nanos);
        this.running = running;
        Ports.requireFree("HTTP", settings.http().host(), settings.http().port());
        if (settings.mqtt().url().isEmpty()) {
            Ports.requireFree("MQTT", settings.mqtt().host(), settings.mqtt().port());
            settings.mqtt().secure().ifPresent(it -> Ports.requireFree("MQTT", it.host(), it.port()));
        }
        settings.certificates().forEach(it -> checkCertificate(it, clock));
        DataDirectory directory = running.with(DataDirectory.open(settings.dataDir()), DataDirectory::close);
        vertx = running.with(Vertx.vertx(), it -> Running.await(it.close()));
        context = vertx.getOrCreateContext();
        certificates = new CertificateWatch(vertx, clock);
        // store, database and broker each read what they kept: side by side, as far as they do not need each other
        Future<TimeSeriesStore> opening = running.withStarting(
                vertx.executeBlocking(() -> installation.openStore(vertx, clock), false),
                it -> Running.await(it.close()));
        Future<TimeSeriesStore> prepared = opening.compose(it -> prepared(it, prepare));
        database = running.with(installation.openDatabase(vertx), Database::close);
        MqttParts mqtt = new MqttParts(settings, running, vertx, database);
        accounts = running.with(new Accounts(vertx, database, clock), Accounts::close);
        Homes homes = Homes.open(database, registry, installation.types());
        Inbox inbox = running.with(Inbox.open(database, registry, homes), it -> Running.awaitOn(context, it::close));
        LiveState live = new LiveState(registry, time);
        AlarmService alarms = restore(live, prepared.compose(it -> newest(it, homes)));
        store = Running.await(prepared);
        PipelineMetrics metrics = new PipelineMetrics(meters);
        Quarantine quarantine = new Quarantine(database, Quarantine.Bounds.USUAL, this::replay);
        DiskReserve disk = new DiskReserve(settings.dataDir(), settings.dataReserve(), meters);
        Validator validator = new Validator(registry, timeRule(), MOST_SERIES);
        Settings.Ingest ingest = settings.ingest();
        DeviceLimit limit =
                new DeviceLimit(new DeviceLimit.Allowance(ingest.deviceRate(), ingest.deviceBurst()), meters);
        pipeline = pipeline(homes, inbox, validator, limit, live, alarms, quarantine, disk, metrics);
        Onboarding onboarding = new Onboarding(
                new Onboarding.Parts(vertx, database, registry, installation.types(), live, store, quarantine, clock),
                homes,
                inbox,
                surroundings(validator, alarms, live));
        ServerHealth health = new ServerHealth(pipeline, metrics, database, disk, meters);
        address = web(live, alarms, quarantine, onboarding, health);
        MqttSettings broker = mqtt.broker(certificates, meters);
        brokerUrl = broker.url();
        every(SWEEP_MILLIS, mqtt::endWithoutBroker);
        MqttPublisher publisher = mqtt.publisher(broker);
        Acknowledger acknowledger = new Acknowledger(accounts, alarms, act -> Running.on(context, act));
        CrewAcknowledgements crewed = new CrewAcknowledgements(
                pipeline,
                database,
                acknowledger,
                (topic, payload) -> publisher.publish(topic, payload, false, ANSWERED, Optional.of(ANSWER_KEPT)));
        NotificationMetrics notices = new NotificationMetrics(meters, database, time);
        Notifications.Started notifications = new Notifications(installation, vertx, database, time, notices)
                .start(
                        running,
                        address,
                        new AlarmsElsewhere(context, alarms),
                        alarms::rules,
                        acknowledger,
                        publisher::publish);
        notifications.topics().ifPresent(it -> show(it, publisher, alarms));
        alarms.onUnkept(this::changed, message -> notifications.worker().ifPresent(it -> it.sendUrgently(message)));
        if (settings.mqtt().requests().any()) {
            askDevices(mqtt.requests(broker), nanos);
        }
        MqttSource source =
                running.with(new MqttSource(vertx, context, broker, crewed, clock), it -> Running.await(it.close()));
        var unused = running.with(pipeline, it -> Running.awaitOn(context, it::close));
        every(SECOND_MILLIS, live::tick);
        every(SECOND_MILLIS, () -> {
            followJump(alarms, live);
            tick(alarms);
        });
        every(SWEEP_MILLIS, live::sweep);
        every(SWEEP_MILLIS, () -> {
            var unusedWritten = inbox.flush();
        });
        every(SWEEP_MILLIS, notices::probe);
        every(SWEEP_MILLIS, () -> {
            health.probe();
            Duration unsent = notifications.worker().isPresent() ? notices.oldest() : Duration.ZERO;
            long dead = notifications.worker().isPresent() ? notices.deadOfDay() : 0;
            health.diagnoses(unsent, dead).forEach(alarms::observe);
            observe(limit, homes, alarms);
            alarms.observe(ServerHealth.toBeReviewed(alarms.quietPeriods().stream()
                    .filter(it -> it.isToBeReviewed(time.instant()))
                    .count()));
        });
        OutboxSweep old =
                new OutboxSweep(vertx, database, time, settings.database().messagesKept());
        every(HOUR_MILLIS, () -> {
            var unusedSwept = old.sweep();
        });
        Running.await(source.start());
        if (notifications.worker().isPresent()) {
            OutboxWorker worker = notifications.worker().get();
            every(REACH_MILLIS, () -> lookWhoIsReached(alarms, worker));
            context.runOnContext(started -> lookWhoIsReached(alarms, worker));
        }
        context.runOnContext(started -> {
            var unusedResumed = onboarding.resume();
        });
        settings.watcher().ifPresent(it -> tell(it, health));
        BackupWriter backup = new BackupWriter(
                settings, store, database, work -> Running.on(context, () -> pipeline.betweenBatches(work)), clock);
        var unusedSocket = running.with(BackupSocket.open(settings.dataDir(), backup), BackupSocket::close);
        directory.announce(address);
    }

    private Future<TimeSeriesStore> prepared(TimeSeriesStore opened, Consumer<TimeSeriesStore> prepare) {
        WorkerExecutor worker = vertx.createSharedWorkerExecutor("prepare", 1, 1, TimeUnit.HOURS);
        return worker.executeBlocking(() -> {
                    prepare.accept(opened);
                    return opened;
                })
                .eventually(worker::close);
    }

    /** Before the first message comes. */
    private void askDevices(DeviceRequests.Sender sender, LongSupplier nanos) {
        DeviceRequests requests = new DeviceRequests(settings.mqtt().requests(), sender, clock, nanos);
        pipeline.onDecoded(requests::heard);
        every(SWEEP_MILLIS, requests::tick);
    }

    /** On the context of the pipeline, so that nothing is told when that hangs. */
    private void tell(Settings.Watcher watcher, ServerHealth health) {
        Heartbeat heartbeat = running.with(
                new Heartbeat(vertx, watcher.address(), () -> health.status().ready()),
                it -> Running.await(it.close()));
        every(watcher.every().toMillis(), heartbeat::beat);
        context.runOnContext(started -> heartbeat.beat());
    }

    private void lookWhoIsReached(AlarmService alarms, OutboxWorker worker) {
        int findings = crews.unreachable(time.instant()).size();
        // without the database it is known later; what the files say is known now
        var unused = worker.unreached()
                .otherwise(0L)
                .onSuccess(lost -> alarms.observe(ServerHealth.unreachable(findings + Math.toIntExact(lost))));
    }

    /**
     * Starts everything and returns once messages are taken. Fails with one sentence for a person: a
     * {@link StartException}, or the exception of the part that cannot start; then nothing is left running.
     */
    public static Village start(Installation installation, Clock clock) {
        return start(installation, clock, store -> {});
    }

    /**
     * Like {@link #start(Installation, Clock)}, with work to do on the store before anybody sees it: on a thread of its own,
     * while the other parts start.
     */
    public static Village start(Installation installation, Clock clock, Consumer<TimeSeriesStore> prepare) {
        return start(installation, clock, System::nanoTime, prepare);
    }

    /** @param nanos how time passes, beside what the clock says: see {@link ServerClock} */
    static Village start(
            Installation installation, Clock clock, LongSupplier nanos, Consumer<TimeSeriesStore> prepare) {
        Running running = new Running();
        try {
            return new Village(installation, clock, nanos, prepare, running);
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    /** Where its pages are on this machine. */
    public URI address() {
        return address;
    }

    /** Where its broker is, as MQTT clients name it. */
    public String brokerUrl() {
        return brokerUrl;
    }

    public TimeSeriesStore store() {
        return store;
    }

    public Accounts accounts() {
        return accounts;
    }

    /** Stops taking messages, keeps or gives back what is under way, and closes every part. */
    @Override
    public void close() {
        running.close();
    }

    /** The way of a reading. What fails in a step is tried again, and nothing is acknowledged meanwhile. */
    private Pipeline pipeline(
            Homes homes,
            Inbox inbox,
            Validator validator,
            DeviceLimit limit,
            LiveState live,
            AlarmService alarms,
            Quarantine quarantine,
            DiskReserve disk,
            PipelineMetrics metrics) {
        Decoders decoders = Decoders.standard(settings.sources().devices().resolve("dialects"), zone());
        DecoderMemories memories = new DecoderMemories(database);
        memories.restore(decoders);
        StoreStep storing = new StoreStep(store, quarantine);
        return new Pipeline(
                vertx,
                decoders,
                homes,
                inbox,
                validator,
                limit,
                new Pipeline.Gathering(
                        settings.ingest().batchMessages(), settings.ingest().linger()),
                List.of(
                        new Pipeline.Step("disk", batch -> disk.require()),
                        new Pipeline.Step("store", storing::keep),
                        new Pipeline.Step("database: alarms", batch -> evaluate(batch, alarms)),
                        new Pipeline.Step("database: decoders", batch -> memories.keep(batch.memories())),
                        new Pipeline.Step("database: quarantine", batch -> keep(batch.rejections(), quarantine)),
                        new Pipeline.Step("database: disk", this::force)),
                batch -> publish(batch, live),
                metrics);
    }

    /** The machine's clock was set forward: nobody has been silent for that time. */
    private void followJump(AlarmService alarms, LiveState live) {
        time.takeJump().ifPresent(jump -> {
            LOG.warn("the machine's clock was set forward from={} to={}", jump.from(), jump.to());
            alarms.jumped(jump.from(), jump.to());
            live.jumped(Duration.between(jump.from(), jump.to()));
        });
    }

    private Future<Void> evaluate(Batch batch, AlarmService alarms) {
        List<AlarmService.Presence> presences = batch.presences().stream()
                .map(it -> new AlarmService.Presence(it.device(), it.online(), it.powerLost(), it.retained()))
                .toList();
        return alarms.apply(batch.readings(), presences, time.instant())
                .onSuccess(batch::changed)
                .mapEmpty();
    }

    /** Who sends too much: a registered device has an alarm of its own, those that nobody knows are one of the server's. */
    private void observe(DeviceLimit limit, Homes homes, AlarmService alarms) {
        double ofStrangers = 0;
        for (Diagnosis diagnosis : limit.diagnoses().toList()) {
            Diagnosis found = diagnosis.at(homes.of(diagnosis.device()));
            if (registry.device(found.device()).isPresent()) {
                alarms.observe(found);
            } else {
                ofStrangers += found.value();
            }
        }
        alarms.observe(new Diagnosis(ServerItself.ID, DeviceLimit.OF_STRANGERS, ofStrangers, ""));
    }

    private Future<Void> force(Batch batch) {
        return settings.store().sync() && batch.hasRows() ? database.force() : Future.succeededFuture();
    }

    private static Future<Void> keep(List<Batch.Rejection> rejections, Quarantine quarantine) {
        rejections.forEach(it -> quarantine.add(it.message(), it.decoder(), it.why()));
        return quarantine.flush();
    }

    private void tick(AlarmService alarms) {
        var unused = alarms.tick()
                .onSuccess(changed -> changed.forEach(this::changed))
                .onFailure(failure -> LOG.debug("alarms cannot be kept now, tried again with the next tick", failure));
    }

    private Future<Void> replay(Message message) {
        return pipeline.replay(message);
    }

    /** Tells whoever follows alarms. On the pipeline's context. */
    private void changed(Alarm alarm) {
        watchers.forEach(it -> it.accept(alarm));
    }

    private void publish(Batch batch, LiveState live) {
        live.readings(batch.readings());
        batch.alarms().forEach(this::changed);
        for (Batch.Presence presence : batch.presences()) {
            // what the broker remembers of a device does not prove that it is there now
            if (!presence.retained() || !presence.online()) {
                live.status(presence.device(), presence.online(), presence.receivedAt());
            }
        }
    }

    private static Future<List<Reading>> newest(TimeSeriesStore store, Homes homes) {
        return store.latest()
                .map(all -> all.stream()
                        .filter(it -> !homes.isLeft(it.series().device()))
                        .toList());
    }

    /** What was known when the server stopped. The alarms are prepared while the store is. */
    private AlarmService restore(LiveState live, Future<List<Reading>> newest) {
        AlarmService.Edition edition =
                new AlarmService.Edition(installation.rules(), installation.policy(), () -> Running.await(newest));
        Future<AlarmService> opening =
                Running.on(context, () -> AlarmService.open(vertx, database, edition, registry, time));
        live.restore(Running.await(newest));
        AlarmService alarms = Running.await(opening);
        alarms.standing().forEach(it -> {
            live.alarm(it);
            // no device is over its limit yet, whatever was so before the restart
            alarms.observe(new Diagnosis(it.device(), DeviceLimit.METRIC, 0, ""));
        });
        watchers.add(live::alarm);
        alarms.onAct(this::changed);
        alarms.onReload(this::edition);
        return alarms;
    }

    /** Rules and crews as their files are now. */
    private Future<AlarmService.Edition> edition() {
        return vertx.executeBlocking(installation::alarmsAgain, false)
                .recover(failure -> Future.failedFuture(new IllegalArgumentException(failure.getMessage(), failure)))
                .onSuccess(again -> crews = again)
                .compose(again -> store.latest()
                        .map(newest -> new AlarmService.Edition(again.rules(), again.policy(), () -> newest)));
    }

    /** What changes when the registry does. */
    private Onboarding.Surroundings surroundings(Validator validator, AlarmService alarms, LiveState live) {
        return new Onboarding.Surroundings() {
            @Override
            public Future<Void> settled() {
                return pipeline.settled();
            }

            @Override
            public Future<Void> refit(DeviceId device) {
                validator.forget(device);
                return alarms.refit(device)
                        .onSuccess(changed -> changed.forEach(live::alarm))
                        .mapEmpty();
            }
        };
    }

    private URI web(
            LiveState live, AlarmService alarms, Quarantine quarantine, Onboarding onboarding, ServerHealth health) {
        Workbench workbench = running.with(
                new Workbench(
                        vertx,
                        settings.sources().devices().resolve("dialects"),
                        zone(),
                        new DecoderMemories(database)::entries),
                Workbench::close);
        WebServer web = new WebServer(new WebParts(
                vertx,
                context,
                settings.http(),
                settings.oidc(),
                registry,
                live,
                store,
                alarms,
                alarms::rules,
                installation.causes(),
                accounts,
                database,
                quarantine,
                onboarding,
                workbench,
                installation.tariffs(),
                clock,
                health::status,
                meters::scrape,
                settings.sources().dashboards(),
                new SmsReports(database, installation.contacts(), clock)));
        int port = Running.await(web.start());
        var unused = running.with(web, it -> Running.await(it.close()));
        settings.http().tls().ifPresent(it -> certificates.watch(it, web::renewCertificate));
        return URI.create((settings.http().tls().isPresent() ? "https" : "http") + "://"
                + reachable(settings.http().host()) + ":" + port);
    }

    private static void checkCertificate(TlsFiles files, Clock clock) {
        // the answer, until when it is valid, is looked at by the watch
        Instant unused = files.check(clock.instant());
    }

    /** Keeps the retained messages of alarms as the alarms are, also at a broker that has forgotten them. */
    private void show(TopicNotifier topics, MqttPublisher publisher, AlarmService alarms) {
        Consumer<Alarm> shown = alarm -> {
            var unused = topics.show(alarm)
                    .onFailure(failure -> LOG.debug("alarm={} is not on its topic", alarm.id(), failure));
        };
        var unused = Running.awaitOn(context, () -> {
            watchers.add(shown);
            return Future.succeededFuture();
        });
        publisher.onUp(() -> context.runOnContext(up -> topics.show(alarms.standing())
                .onFailure(failure -> LOG.debug("alarms are not on their topics", failure))));
    }

    private TimeRule timeRule() {
        return new TimeRule(
                settings.ingest().earliestTime(), TimeRule.DEFAULT.maxAhead(), TimeRule.DEFAULT.lateAfter());
    }

    /** The zone of times that devices tell without one. */
    private ZoneId zone() {
        return registry.settlements().stream().map(Settlement::zone).findFirst().orElse(ZoneId.of("Asia/Baku"));
    }

    /** Until the parts that are there already are about to stop. */
    private void every(long millis, Runnable work) {
        long timer =
                Running.awaitOn(context, () -> Future.succeededFuture(vertx.setPeriodic(millis, tick -> work.run())));
        // on the context, so that no tick is under way afterwards
        var unused = running.with(timer, it -> {
            boolean unusedCancelled = Running.awaitOn(context, () -> Future.succeededFuture(vertx.cancelTimer(it)));
        });
    }

    private static String reachable(String host) {
        return host.equals("0.0.0.0") ? "127.0.0.1" : host;
    }
}
