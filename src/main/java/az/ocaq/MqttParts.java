package az.ocaq;

import az.ocaq.database.Database;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.MqttSettings;
import az.ocaq.mqtt.MqttTls;
import az.ocaq.mqtt.PublisherSettings;
import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import az.ocaq.mqtt.credential.KnownDevices;
import az.ocaq.tls.CertificateWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker that devices publish to, embedded or configured, and the ways to it. Starting blocks; not for an event loop. */
final class MqttParts {
    private static final Logger LOG = LoggerFactory.getLogger(MqttParts.class);

    private final Settings settings;
    private final Running running;
    private final Vertx vertx;
    private final Settings.Credentials own = new Settings.Credentials("ocaq-server", secret());
    private final Optional<Future<EmbeddedBroker>> embedded;

    /**
     * Starts the embedded broker, if that is the one, while the caller goes on: reading its journal takes its time.
     *
     * @param running takes what is started, to be stopped in the end
     */
    MqttParts(Settings settings, Running running, Vertx vertx, Database database) {
        this.settings = settings;
        this.running = running;
        this.vertx = vertx;
        this.embedded = settings.mqtt().url().isEmpty() ? Optional.of(start(database)) : Optional.empty();
    }

    /** The embedded broker, once it has started, or the configured one, as the source reaches it. */
    MqttSettings broker(CertificateWatch certificates, MeterRegistry meters) {
        Settings.Mqtt mqtt = settings.mqtt();
        if (embedded.isEmpty()) {
            return source(mqtt.url(), mqtt.credentials());
        }
        EmbeddedBroker started = Running.await(embedded.orElseThrow());
        mqtt.secure()
                .ifPresent(it -> certificates.watch(
                        it.tls(),
                        () -> vertx.executeBlocking(() -> {
                            started.renewCertificate();
                            return null;
                        })));
        var unused = Gauge.builder("ocaq.broker.backlog", started::backlog)
                .description("Messages in the embedded broker that are not yet kept")
                .register(meters);
        return source(started.url(), own);
    }

    private Future<EmbeddedBroker> start(Database database) {
        Settings.Mqtt mqtt = settings.mqtt();
        BrokerSettings broker = new BrokerSettings(
                settings.dataDir().resolve(BackupWriter.BROKER),
                mqtt.host(),
                mqtt.port(),
                mqtt.anonymous(),
                mqtt.maxMessage(),
                own.user(),
                own.password(),
                mqtt.clientId(),
                settings.dataReserve(),
                mqtt.secure().map(it -> new BrokerSettings.Secure(it.host(), it.port(), it.tls())));
        KnownDevices devices = running.with(new KnownDevices(vertx, database), KnownDevices::close);
        return running.withStarting(
                vertx.executeBlocking(() -> EmbeddedBroker.start(broker, devices), false), EmbeddedBroker::close);
    }

    /**
     * The embedded broker stops for good when its disk fails it. Whoever runs the server starts it again, and it goes on from its
     * journal; a tidy stop would wait for the very disk.
     */
    void endWithoutBroker() {
        if (embedded.map(Future::result).filter(EmbeddedBroker::hasFailed).isPresent()) {
            LOG.error("part=broker state=failed the server ends, to be started again");
            Runtime.getRuntime().halt(1);
        }
    }

    /** What publishes alarms and answers to the broker; it tries again until the broker has them. */
    MqttPublisher publisher(MqttSettings broker) {
        return connected(broker, "-alarms");
    }

    /** What asks devices, by a client of its own; what cannot be sent at once is not sent. */
    DeviceRequests.Sender requests(MqttSettings broker) {
        MqttPublisher publisher = connected(broker, "-requests");
        return (topic, payload) -> {
            var unused = publisher
                    .publishOnce(topic, payload)
                    .onSuccess(sent -> LOG.debug("request={} state=sent", topic))
                    .onFailure(failure -> LOG.debug("request={} state=unsent: {}", topic, failure.getMessage()));
        };
    }

    private MqttPublisher connected(MqttSettings broker, String suffix) {
        MqttPublisher publisher = running.with(
                new MqttPublisher(
                        vertx,
                        new PublisherSettings(
                                broker.url(),
                                settings.mqtt().clientId() + suffix,
                                broker.user(),
                                broker.password(),
                                broker.tls(),
                                100,
                                10_000,
                                Optional.empty())),
                it -> Running.await(it.close()));
        var unused = publisher.connect();
        return publisher;
    }

    private MqttSettings source(String url, Settings.Credentials account) {
        Settings.Mqtt mqtt = settings.mqtt();
        return new MqttSettings(
                url,
                mqtt.clientId(),
                account.user(),
                account.password(),
                mqtt.topics(),
                mqtt.subscribers(),
                mqtt.receiveMaximum(),
                new MqttTls(
                        mqtt.tlsAuthority(), mqtt.tls().map(it -> new MqttTls.Identity(it.certificate(), it.key()))));
    }

    private static String secret() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
