package az.ocaq;

import az.ocaq.access.Accounts;
import az.ocaq.alarm.Acknowledger;
import az.ocaq.database.Database;
import az.ocaq.decode.Decoders;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.MqttSettings;
import az.ocaq.mqtt.MqttSource;
import az.ocaq.notify.OutboxSweep;
import az.ocaq.notify.OutboxWorker;
import az.ocaq.notify.SmsReports;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A running Ocaq: builds every part, joins them, and stops them in the opposite order. Starting and stopping block; not for an event loop.
 */
public final class Village implements AutoCloseable {
    private static final int MOST_SERIES = 2_000_000;
    private static final long SECOND_MILLIS = 1_000;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long SWEEP_MILLIS = 5_000;
    private static final long REACH_MILLIS = 600_000;
    private static final Duration ANSWERED = Duration.ofSeconds(30);
    private static final Duration ANSWER_KEPT = Duration.ofDays(1);

    private final Settings settings;
    private final Installation installation;
    private final DeviceRegistry registry;
    private final Clock clock;
    private final ServerClock time;
    private final Running running;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Vertx vertx;
    private final Context context;
    private final Rounds rounds;
    private final CertificateWatch certificates;
    private final TimeSeriesStore store;
    private final Database database;
    private final Accounts accounts;
    private final Pipeline pipeline;
    private final AlarmStage alarms;
    private final URI address;
    private final String brokerUrl;

    private Village(
            Installation installation,
            Clock clock,
            LongSupplier nanos,
            Consumer<TimeSeriesStore> prepare,
            Running running) {
        this.installation = installation;
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
        OneServer alone = new OneServer(settings.database(), directory.server());
        alone.await();
        vertx = running.with(Vertx.vertx(), it -> Running.await(it.close()));
        context = vertx.getOrCreateContext();
        rounds = new Rounds(vertx, context, running);
        certificates = new CertificateWatch(vertx, clock);
        // store, database and broker each read what they kept: side by side, as far as they do not need each other
        Future<TimeSeriesStore> opening = running.withStarting(
                vertx.executeBlocking(() -> installation.openStore(vertx, clock), false),
                it -> Running.await(it.close()));
        Future<TimeSeriesStore> prepared = opening.compose(it -> prepared(it, prepare));
        database = running.with(installation.openDatabase(vertx), Database::close);
        alone.take(database);
        rounds.every(SWEEP_MILLIS, () -> alone.stay(database));
        MqttParts mqtt = new MqttParts(settings, running, vertx, database);
        accounts = running.with(new Accounts(vertx, database, clock), Accounts::close);
        Homes homes = Homes.open(database, registry, installation.types());
        Inbox inbox = running.with(Inbox.open(database, registry, homes), it -> Running.awaitOn(context, it::close));
        LiveState live = new LiveState(registry, time);
        alarms = AlarmStage.open(
                new AlarmStage.Parts(installation, vertx, context, database, time, live, homes), prepared);
        store = Running.await(prepared);
        PipelineMetrics metrics = new PipelineMetrics(meters);
        Quarantine quarantine = new Quarantine(database, Quarantine.Bounds.USUAL, this::replay);
        DiskReserve disk = new DiskReserve(settings.dataDir(), settings.dataReserve(), meters);
        Validator validator = new Validator(registry, timeRule(), MOST_SERIES);
        Settings.Ingest ingest = settings.ingest();
        DeviceLimit limit =
                new DeviceLimit(new DeviceLimit.Allowance(ingest.deviceRate(), ingest.deviceBurst()), meters);
        pipeline = pipeline(homes, inbox, validator, limit, live, quarantine, disk, metrics);
        Onboarding onboarding = new Onboarding(
                new Onboarding.Parts(vertx, database, registry, installation.types(), live, store, quarantine, clock),
                homes,
                inbox,
                surroundings(validator, live));
        ServerHealth health = new ServerHealth(pipeline, metrics, database, disk, meters);
        address = web(live, quarantine, onboarding, health);
        MqttSettings broker = mqtt.broker(certificates, meters);
        brokerUrl = broker.url();
        rounds.every(SWEEP_MILLIS, mqtt::endWithoutBroker);
        MqttPublisher publisher = mqtt.publisher(broker);
        Acknowledger acknowledger = new Acknowledger(accounts, alarms.service(), act -> Running.on(context, act));
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
                        new AlarmsElsewhere(context, alarms.service()),
                        alarms.service()::rules,
                        acknowledger,
                        publisher::publish);
        notifications.topics().ifPresent(it -> alarms.show(it, publisher));
        alarms.service()
                .onUnkept(alarms::changed, message -> notifications.worker().ifPresent(it -> it.sendUrgently(message)));
        if (settings.mqtt().requests().any()) {
            askDevices(mqtt.requests(broker), nanos);
        }
        MqttSource source =
                running.with(new MqttSource(vertx, context, broker, crewed, clock), it -> Running.await(it.close()));
        var unused = running.with(pipeline, it -> Running.awaitOn(context, it::close));
        rounds.every(SECOND_MILLIS, live::tick);
        rounds.every(SECOND_MILLIS, alarms::tick);
        rounds.every(SWEEP_MILLIS, live::sweep);
        rounds.every(SWEEP_MILLIS, () -> {
            var unusedWritten = inbox.flush();
        });
        rounds.every(SWEEP_MILLIS, notices::probe);
        rounds.every(SWEEP_MILLIS, () -> {
            health.probe();
            Duration unsent = notifications.worker().isPresent() ? notices.oldest() : Duration.ZERO;
            long dead = notifications.worker().isPresent() ? notices.deadOfDay() : 0;
            alarms.observe(health.diagnoses(unsent, dead));
            alarms.observe(limit);
        });
        OutboxSweep old =
                new OutboxSweep(vertx, database, time, settings.database().messagesKept());
        rounds.every(HOUR_MILLIS, () -> {
            var unusedSwept = old.sweep();
        });
        Running.await(source.start());
        if (notifications.worker().isPresent()) {
            OutboxWorker worker = notifications.worker().get();
            rounds.every(REACH_MILLIS, () -> alarms.lookWhoIsReached(worker));
            context.runOnContext(started -> alarms.lookWhoIsReached(worker));
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
        rounds.every(SWEEP_MILLIS, requests::tick);
    }

    /** On the context of the pipeline, so that nothing is told when that hangs. */
    private void tell(Settings.Watcher watcher, ServerHealth health) {
        Heartbeat heartbeat = running.with(
                new Heartbeat(vertx, watcher.address(), () -> health.status().ready()),
                it -> Running.await(it.close()));
        rounds.every(watcher.every().toMillis(), heartbeat::beat);
        context.runOnContext(started -> heartbeat.beat());
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
                        new Pipeline.Step("database: alarms", alarms::evaluate),
                        new Pipeline.Step("database: decoders", batch -> memories.keep(batch.memories())),
                        new Pipeline.Step("database: quarantine", batch -> keep(batch.rejections(), quarantine)),
                        new Pipeline.Step("database: disk", this::force)),
                batch -> publish(batch, live),
                metrics);
    }

    private Future<Void> force(Batch batch) {
        return settings.store().sync() && batch.hasRows() ? database.force() : Future.succeededFuture();
    }

    private static Future<Void> keep(List<Batch.Rejection> rejections, Quarantine quarantine) {
        rejections.forEach(it -> quarantine.add(it.message(), it.decoder(), it.why()));
        return quarantine.flush();
    }

    private Future<Void> replay(Message message) {
        return pipeline.replay(message);
    }

    private void publish(Batch batch, LiveState live) {
        live.readings(batch.readings());
        batch.alarms().forEach(alarms::changed);
        for (Batch.Presence presence : batch.presences()) {
            // what the broker remembers of a device does not prove that it is there now
            if (!presence.retained() || !presence.online()) {
                live.status(presence.device(), presence.online(), presence.receivedAt());
            }
        }
    }

    /** What changes when the registry does. */
    private Onboarding.Surroundings surroundings(Validator validator, LiveState live) {
        return new Onboarding.Surroundings() {
            @Override
            public Future<Void> settled() {
                return pipeline.settled();
            }

            @Override
            public Future<Void> refit(DeviceId device) {
                validator.forget(device);
                return alarms.service()
                        .refit(device)
                        .onSuccess(changed -> changed.forEach(live::alarm))
                        .mapEmpty();
            }
        };
    }

    private URI web(LiveState live, Quarantine quarantine, Onboarding onboarding, ServerHealth health) {
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
                alarms.service(),
                alarms.service()::rules,
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

    private TimeRule timeRule() {
        return new TimeRule(
                settings.ingest().earliestTime(), TimeRule.DEFAULT.maxAhead(), TimeRule.DEFAULT.lateAfter());
    }

    /** The zone of times that devices tell without one. */
    private ZoneId zone() {
        return registry.settlements().stream().map(Settlement::zone).findFirst().orElse(ZoneId.of("Asia/Baku"));
    }

    private static String reachable(String host) {
        return host.equals("0.0.0.0") ? "127.0.0.1" : host;
    }
}
