package az.ocaq;

import az.ocaq.database.Database;
import az.ocaq.decode.Decoders;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.mqtt.MqttSettings;
import az.ocaq.mqtt.MqttSource;
import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import az.ocaq.store.TimeSeriesStore;
import az.ocaq.store.questdb.QuestStore;
import az.ocaq.validate.TimeRule;
import az.ocaq.validate.Validator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Ocaq: builds every part, joins them, and stops them in the opposite order. The only class that names
 * implementations. Starting and stopping block; not for an event loop.
 */
public final class Village implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Village.class);
    private static final int MOST_SERIES = 2_000_000;

    private final Settings settings;
    private final DeviceRegistry registry;
    private final Clock clock;
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Deque<Runnable> stops = new ArrayDeque<>();

    private Village(Installation installation, Clock clock) {
        this.settings = installation.settings();
        this.registry = installation.fleet().registry();
        this.clock = clock;
    }

    /**
     * Starts everything and returns once messages are taken. Fails with one sentence for a person: a
     * {@link StartException}, or the exception of the part that cannot start; then nothing is left running.
     */
    public static Village start(Installation installation, Clock clock) {
        Village village = new Village(installation, clock);
        try {
            village.build();
            return village;
        } catch (RuntimeException e) {
            village.close();
            throw e;
        }
    }

    /** Stops taking messages, keeps or gives back what is under way, and closes every part. */
    @Override
    public void close() {
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException e) { // the others must be stopped all the same
                LOG.warn("a part did not stop cleanly", e);
            }
        }
    }

    private void build() {
        DataDirectory directory = opened(DataDirectory.open(settings.dataDir()), DataDirectory::close);
        Vertx vertx = opened(Vertx.vertx(), it -> await(it.close()));
        Context context = vertx.getOrCreateContext();
        TimeSeriesStore store = opened(
                QuestStore.open(
                        vertx,
                        directory.of("timeseries"),
                        registry.settlements().stream().map(Settlement::id).collect(Collectors.toSet()),
                        settings.store().sync()),
                it -> await(it.close()));
        Database database = opened(database(vertx, directory), Database::close);
        Decoders decoders = Decoders.standard();
        DecoderMemories memories = new DecoderMemories(database);
        memories.restore(decoders);
        Pipeline pipeline = new Pipeline(
                vertx,
                decoders,
                new Validator(registry, timeRule(), MOST_SERIES),
                new Pipeline.Gathering(
                        settings.ingest().batchMessages(), settings.ingest().linger()),
                List.of(
                        new Pipeline.Step("store", batch -> store.append(batch.readings())),
                        new Pipeline.Step("database", batch -> memories.keep(batch.memories()))),
                batch -> {},
                new PipelineMetrics(meters));
        MqttSource source =
                opened(new MqttSource(vertx, context, mqtt(directory), pipeline, clock), it -> await(it.close()));
        var unused = opened(pipeline, it -> await(on(context, it::close)));
        await(source.start());
    }

    private Database database(Vertx vertx, DataDirectory directory) {
        Settings.DatabaseAccess access = settings.database();
        return access.url().isEmpty()
                ? Database.openH2(vertx, directory.of("database"))
                : Database.open(
                        vertx,
                        access.url(),
                        access.credentials().user(),
                        access.credentials().password());
    }

    /** The embedded broker or the configured one, as the source reaches it. */
    private MqttSettings mqtt(DataDirectory directory) {
        Settings.Mqtt mqtt = settings.mqtt();
        String url = mqtt.url();
        Settings.Credentials account = mqtt.credentials();
        if (url.isEmpty()) {
            account = new Settings.Credentials("ocaq-server", secret());
            BrokerSettings broker = new BrokerSettings(
                    directory.of("broker"),
                    mqtt.host(),
                    mqtt.port(),
                    mqtt.anonymous(),
                    mqtt.maxMessage(),
                    account.user(),
                    account.password());
            url = opened(EmbeddedBroker.start(broker), EmbeddedBroker::close).url();
        }
        return new MqttSettings(
                url, mqtt.clientId(), account.user(), account.password(), mqtt.topics(), mqtt.receiveMaximum());
    }

    private TimeRule timeRule() {
        return new TimeRule(
                settings.ingest().earliestTime(), TimeRule.DEFAULT.maxAhead(), TimeRule.DEFAULT.lateAfter());
    }

    private <T> T opened(T part, Consumer<T> stop) {
        stops.push(() -> stop.accept(part));
        return part;
    }

    private static Future<Void> on(Context context, Supplier<Future<Void>> work) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored -> work.get().onComplete(done));
        return done.future();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static String secret() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
