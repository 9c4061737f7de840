package az.ocaq.onboarding;

import az.ocaq.database.Database;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.MetricRange;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.store.Selection;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets stored series follow their device from one identity to another: each reading is stored again under the new one, at
 * its own time, so that a repetition changes nothing. What is to be moved is a row until it is done, over restarts too.
 */
final class SeriesMoves {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesMoves.class);
    private static final Duration AHEAD = Duration.ofDays(2);
    private static final long AGAIN_MILLIS = 30_000;

    private final Vertx vertx;
    private final Database database;
    private final TimeSeriesStore store;
    private final DeviceRegistry registry;
    private final LiveState live;
    private final Clock clock;
    private Future<Void> under = Future.succeededFuture();

    SeriesMoves(
            Vertx vertx,
            Database database,
            TimeSeriesStore store,
            DeviceRegistry registry,
            LiveState live,
            Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.store = store;
        this.registry = registry;
        this.live = live;
        this.clock = clock;
    }

    /** Moves what is to be moved, one after the other; what fails is tried again later, and the future fails. */
    Future<Void> run() {
        under = under.transform(done -> database.transact(HomeTables::moves).compose(this::all))
                .onFailure(failure -> {
                    LOG.warn("series could not follow their device, tried again later", failure);
                    var unused = vertx.setTimer(AGAIN_MILLIS, timer -> {
                        var unusedToo = run();
                    });
                });
        return under;
    }

    private Future<Void> all(List<HomeTables.Move> moves) {
        Future<Void> done = Future.succeededFuture();
        for (HomeTables.Move move : moves) {
            done = done.compose(before -> one(move))
                    .compose(moved -> database.<Boolean>transact(handle -> HomeTables.moved(handle, move.id())))
                    .mapEmpty();
        }
        return done;
    }

    private Future<Void> one(HomeTables.Move move) {
        Instant[] oldest = {Instant.MAX};
        return again(move.from(), it -> {
                    oldest[0] = it.time().isBefore(oldest[0]) ? it.time() : oldest[0];
                    return judged(it.of(move.to()));
                })
                .compose(copied ->
                        move.leaves() ? again(move.from(), it -> it.with(Quality.SUSPECT)) : Future.succeededFuture())
                .onSuccess(done -> {
                    if (!oldest[0].equals(Instant.MAX)) {
                        live.late(move.to().settlement(), oldest[0]);
                        live.late(move.from().settlement(), oldest[0]);
                    }
                    LOG.info("series of {} follow to {}", move.from(), move.to());
                });
    }

    /** Stores every reading of a device again, changed. */
    private Future<Void> again(DeviceId device, UnaryOperator<Reading> change) {
        return store.scan(
                new Selection(Optional.empty(), Optional.of(device), Optional.empty()),
                Instant.EPOCH,
                clock.instant().plus(AHEAD),
                readings -> {
                    Void unused = store.append(readings.stream().map(change).toList())
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
                });
    }

    /** A value that the new type does not believe is suspect. */
    private Reading judged(Reading reading) {
        Optional<MetricRange> range = registry.device(reading.series().device())
                .map(it -> it.type().metrics().get(reading.series().metric().name()));
        boolean wrong = range.filter(it -> reading.value() < it.min() || reading.value() > it.max())
                .isPresent();
        return wrong && reading.quality() == Quality.GOOD ? reading.with(Quality.SUSPECT) : reading;
    }
}
