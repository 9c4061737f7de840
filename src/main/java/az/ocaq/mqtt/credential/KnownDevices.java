package az.ocaq.mqtt.credential;

import az.ocaq.database.Database;
import az.ocaq.mqtt.broker.DeviceCredentials;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored credentials as the embedded broker asks them: from memory, which follows the database within 5 seconds. */
public final class KnownDevices implements DeviceCredentials {
    private static final Logger LOG = LoggerFactory.getLogger(KnownDevices.class);
    private static final long REFRESH_MILLIS = 5_000;

    private final Vertx vertx;
    private final Database database;
    private final long timer;
    private volatile Snapshot snapshot;

    private record Snapshot(String version, Map<String, Credential> byName) {}

    /** Reads the credentials; blocks. */
    public KnownDevices(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        this.snapshot = database.transactBlocking(
                handle -> new Snapshot(CredentialStore.version(handle), byName(CredentialStore.all(handle))));
        this.timer = vertx.setPeriodic(REFRESH_MILLIS, ignored -> {
            var unused = refresh()
                    .onFailure(failure -> LOG.warn("credentials of devices cannot be read: {}", failure.getMessage()));
        });
    }

    /** Reads the credentials again when they have changed. */
    Future<Void> refresh() {
        Snapshot present = snapshot;
        return database.transact(handle -> {
                    String version = CredentialStore.version(handle);
                    return version.equals(present.version())
                            ? present
                            : new Snapshot(version, byName(CredentialStore.all(handle)));
                })
                .onSuccess(read -> snapshot = read)
                .mapEmpty();
    }

    /** Stops following the database. */
    public void close() {
        vertx.cancelTimer(timer);
    }

    @Override
    public boolean mayConnect(String user, String password) {
        return valid(user).filter(it -> SecretHash.matches(password, it.hash())).isPresent();
    }

    @Override
    public boolean mayPublish(String user, String topic) {
        return valid(user).filter(it -> it.mayPublish(topic)).isPresent();
    }

    private Optional<Credential> valid(String user) {
        return Optional.ofNullable(snapshot.byName().get(user)).filter(it -> !it.revoked());
    }

    private static Map<String, Credential> byName(List<Credential> all) {
        return all.stream().collect(Collectors.toUnmodifiableMap(Credential::name, Function.identity()));
    }
}
