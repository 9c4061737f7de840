package az.ocaq;

import az.ocaq.access.Accounts;
import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.AlarmService;
import az.ocaq.database.Database;
import az.ocaq.decode.Decoders;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import az.ocaq.mqtt.MqttSettings;
import az.ocaq.mqtt.MqttSource;
import az.ocaq.mqtt.MqttTls;
import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import az.ocaq.mqtt.credential.KnownDevices;
import az.ocaq.quarantine.Quarantine;
import az.ocaq.store.TimeSeriesStore;
import az.ocaq.store.influx.InfluxSettings;
import az.ocaq.store.influx.InfluxStore;
import az.ocaq.store.questdb.QuestStore;
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
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Ocaq: builds every part, joins them, and stops them in the opposite order. The only class that names
 * implementations. Starting and stopping block; not for an event loop.
 */
public final class Village implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Village.class);
    private static final int MOST_SERIES = 2_000_000;
    private static final long SECOND_MILLIS = 1_000;
    private static final long SWEEP_MILLIS = 5_000;

    private final Settings settings;
    private final Installation installation;
    private final DeviceRegistry registry;
    private final Clock clock;
    private final Running running;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DataDirectory directory;
    private final Vertx vertx;
    private final Context context;
    private final CertificateWatch certificates;
    private final TimeSeriesStore store;
    private final Database database;
    private final Accounts accounts;
    private final Pipeline pipeline;
    private final URI address;
    private final String brokerUrl;

    private Village(Installation installation, Clock clock, Consumer<TimeSeriesStore> prepare, Running running) {
        this.installation = installation;
        this.settings = installation.settings();
        this.registry = installation.fleet().registry();
        this.clock = clock;
        this.running = running;
        Ports.requireFree("HTTP", settings.http().host(), settings.http().port());
        if (settings.mqtt().url().isEmpty()) {
            Ports.requireFree("MQTT", settings.mqtt().host(), settings.mqtt().port());
            settings.mqtt().secure().ifPresent(it -> Ports.requireFree("MQTT", it.host(), it.port()));
        }
        settings.certificates().forEach(it -> checkCertificate(it, clock));
        directory = running.with(DataDirectory.open(settings.dataDir()), DataDirectory::close);
        vertx = running.with(Vertx.vertx(), it -> Running.await(it.close()));
        context = vertx.getOrCreateContext();
        certificates = new CertificateWatch(vertx, clock);
        store = running.with(openStore(), it -> Running.await(it.close()));
        prepare.accept(store);
        database = running.with(installation.openDatabase(vertx), Database::close);
        accounts = running.with(new Accounts(vertx, database, clock), Accounts::close);
        LiveState live = new LiveState(registry, clock);
        AlarmService alarms = restore(live);
        PipelineMetrics metrics = new PipelineMetrics(meters);
        Quarantine quarantine = new Quarantine(database, Quarantine.Bounds.USUAL, this::replay);
        pipeline = pipeline(live, alarms, quarantine, metrics);
        ServerHealth health = new ServerHealth(pipeline, metrics, database, clock, meters);
        address = web(live, alarms, quarantine, health);
        new Notifications(installation, vertx, database, clock)
                .start(running, address, id -> Running.on(context, () -> Future.succeededFuture(alarms.alarm(id))));
        MqttSettings broker = broker();
        brokerUrl = broker.url();
        MqttSource source =
                running.with(new MqttSource(vertx, context, broker, pipeline, clock), it -> Running.await(it.close()));
        var unused = running.with(pipeline, it -> Running.awaitOn(context, it::close));
        every(SECOND_MILLIS, live::tick);
        every(SECOND_MILLIS, () -> tick(alarms, live));
        every(SWEEP_MILLIS, live::sweep);
        every(SWEEP_MILLIS, health::probe);
        Running.await(source.start());
        directory.announce(address);
    }

    /**
     * Starts everything and returns once messages are taken. Fails with one sentence for a person: a
     * {@link StartException}, or the exception of the part that cannot start; then nothing is left running.
     */
    public static Village start(Installation installation, Clock clock) {
        return start(installation, clock, store -> {});
    }

    /** Like {@link #start(Installation, Clock)}, with work to do on the store before anybody sees it. */
    public static Village start(Installation installation, Clock clock, Consumer<TimeSeriesStore> prepare) {
        Running running = new Running();
        try {
            return new Village(installation, clock, prepare, running);
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
    private Pipeline pipeline(LiveState live, AlarmService alarms, Quarantine quarantine, PipelineMetrics metrics) {
        Decoders decoders = Decoders.standard(settings.sources().devices().resolve("dialects"), zone());
        DecoderMemories memories = new DecoderMemories(database);
        memories.restore(decoders);
        StoreStep storing = new StoreStep(store, quarantine);
        return new Pipeline(
                vertx,
                decoders,
                new Validator(registry, timeRule(), MOST_SERIES),
                new Pipeline.Gathering(
                        settings.ingest().batchMessages(), settings.ingest().linger()),
                List.of(
                        new Pipeline.Step("store", storing::keep),
                        new Pipeline.Step("database: alarms", batch -> evaluate(batch, alarms)),
                        new Pipeline.Step("database: decoders", batch -> memories.keep(batch.memories())),
                        new Pipeline.Step("database: quarantine", batch -> keep(batch.rejections(), quarantine))),
                batch -> publish(batch, live),
                metrics);
    }

    private static Future<Void> evaluate(Batch batch, AlarmService alarms) {
        List<AlarmService.Presence> presences = batch.presences().stream()
                .map(it -> new AlarmService.Presence(it.device(), it.online(), it.retained()))
                .toList();
        return alarms.apply(batch.readings(), presences, batch.newestArrival())
                .onSuccess(batch::changed)
                .mapEmpty();
    }

    private static Future<Void> keep(List<Batch.Rejection> rejections, Quarantine quarantine) {
        rejections.forEach(it -> quarantine.add(it.message(), it.decoder(), it.why()));
        return quarantine.flush();
    }

    private static void tick(AlarmService alarms, LiveState live) {
        var unused = alarms.tick()
                .onSuccess(changed -> changed.forEach(live::alarm))
                .onFailure(failure -> LOG.debug("alarms cannot be kept now, tried again with the next tick", failure));
    }

    private Future<Void> replay(Message message) {
        return pipeline.replay(message);
    }

    private static void publish(Batch batch, LiveState live) {
        live.readings(batch.readings());
        batch.alarms().forEach(live::alarm);
        for (Batch.Presence presence : batch.presences()) {
            // what the broker remembers of a device does not prove that it is there now
            if (!presence.retained() || !presence.online()) {
                live.status(presence.device(), presence.online(), presence.receivedAt());
            }
        }
    }

    /** What was known when the server stopped. */
    private AlarmService restore(LiveState live) {
        List<Reading> newest = Running.await(store.latest());
        live.restore(newest);
        AlarmService alarms = Running.awaitOn(
                context,
                () -> AlarmService.open(
                        vertx, database, installation.rules(), installation.policy(), registry, clock, newest));
        alarms.standing().forEach(live::alarm);
        alarms.onAct(live::alarm);
        return alarms;
    }

    private URI web(LiveState live, AlarmDesk alarms, Quarantine quarantine, ServerHealth health) {
        WebServer web = new WebServer(new WebParts(
                vertx,
                context,
                settings.http(),
                settings.oidc(),
                registry,
                live,
                store,
                alarms,
                accounts,
                database,
                quarantine,
                installation.tariffs(),
                clock,
                health::status,
                meters::scrape,
                settings.sources().dashboards()));
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

    private TimeSeriesStore openStore() {
        Settings.Influx influx = settings.store().influx();
        return influx.url().isEmpty()
                ? QuestStore.open(
                        vertx,
                        directory.of("timeseries"),
                        settings.store().sync(),
                        settings.store().rawRetention(),
                        clock)
                : new InfluxStore(
                        vertx,
                        new InfluxSettings(
                                influx.url(),
                                influx.organization(),
                                influx.database(),
                                influx.token(),
                                settings.store().rawRetention()));
    }

    /** The embedded broker, started, or the configured one, as the source reaches it. */
    private MqttSettings broker() {
        Settings.Mqtt mqtt = settings.mqtt();
        if (!mqtt.url().isEmpty()) {
            return source(mqtt.url(), mqtt.credentials());
        }
        Settings.Credentials own = new Settings.Credentials("ocaq-server", secret());
        BrokerSettings broker = new BrokerSettings(
                directory.of("broker"),
                mqtt.host(),
                mqtt.port(),
                mqtt.anonymous(),
                mqtt.maxMessage(),
                own.user(),
                own.password(),
                mqtt.clientId(),
                mqtt.secure().map(it -> new BrokerSettings.Secure(it.host(), it.port(), it.tls())));
        KnownDevices devices = running.with(new KnownDevices(vertx, database), KnownDevices::close);
        EmbeddedBroker started = running.with(EmbeddedBroker.start(broker, devices), EmbeddedBroker::close);
        mqtt.secure().ifPresent(it -> certificates.watch(it.tls(), () -> vertx.executeBlocking(() -> {
            started.renewCertificate();
            return null;
        })));
        return source(started.url(), own);
    }

    private MqttSettings source(String url, Settings.Credentials account) {
        Settings.Mqtt mqtt = settings.mqtt();
        return new MqttSettings(
                url,
                mqtt.clientId(),
                account.user(),
                account.password(),
                mqtt.topics(),
                mqtt.receiveMaximum(),
                new MqttTls(
                        mqtt.tlsAuthority(), mqtt.tls().map(it -> new MqttTls.Identity(it.certificate(), it.key()))));
    }

    private TimeRule timeRule() {
        return new TimeRule(
                settings.ingest().earliestTime(), TimeRule.DEFAULT.maxAhead(), TimeRule.DEFAULT.lateAfter());
    }

    /** The zone of times that devices tell without one. */
    private ZoneId zone() {
        return registry.settlements().stream().map(Settlement::zone).findFirst().orElse(ZoneId.of("Asia/Baku"));
    }

    private void every(long millis, Runnable work) {
        context.runOnContext(started -> {
            var unused = vertx.setPeriodic(millis, tick -> work.run());
        });
    }

    private static String reachable(String host) {
        return host.equals("0.0.0.0") ? "127.0.0.1" : host;
    }

    private static String secret() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
