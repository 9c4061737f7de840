package az.ocaq.tls;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether certificate files were renewed and has them taken up without a restart. What is renewed
 * but cannot be used is said once, and the certificate in use stays.
 */
public final class CertificateWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final long LOOK_MILLIS = 2_000;
    private static final Duration SOON = Duration.ofDays(14);

    private final Vertx vertx;
    private final Clock clock;

    public CertificateWatch(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /**
     * Checks files now, and from now on calls {@code renew} whenever they have changed and are good. Blocks for the first
     * check, which fails with a {@link TlsException}.
     */
    public void watch(TlsFiles files, Supplier<Future<Void>> renew) {
        Watched watched = new Watched(files, renew);
        watched.version = files.version();
        warnOfEnd(files, files.check(clock.instant()));
        var unused = vertx.setPeriodic(LOOK_MILLIS, tick -> watched.look());
    }

    private void warnOfEnd(TlsFiles files, Instant end) {
        if (end.isBefore(clock.instant().plus(SOON))) {
            LOG.warn("certificate ends soon setting={}.tls_certificate end={}", files.section(), end);
        }
    }

    /** One set of files; confined to the context of its timer. */
    private final class Watched {
        private final TlsFiles files;
        private final Supplier<Future<Void>> renew;
        private long version;

        Watched(TlsFiles files, Supplier<Future<Void>> renew) {
            this.files = files;
            this.renew = renew;
        }

        void look() {
            var unused = vertx.executeBlocking(files::version).onSuccess(found -> {
                if (found != version) {
                    version = found;
                    takeUp();
                }
            });
        }

        private void takeUp() {
            var unused = vertx.executeBlocking(() -> files.check(clock.instant()))
                    .onSuccess(end -> warnOfEnd(files, end))
                    .compose(end -> renew.get())
                    .onSuccess(done -> LOG.info("certificate renewed setting={}.tls_certificate", files.section()))
                    .onFailure(e -> LOG.warn("the certificate in use stays: {}", e.getMessage()));
        }
    }
}
