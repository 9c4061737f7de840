package az.ocaq;

import static az.ocaq.Futures.done;

import az.ocaq.bench.LoadResult;
import az.ocaq.bench.Tally;
import az.ocaq.store.TimeSeriesStore;
import az.ocaq.store.influx.InfluxServer;
import az.ocaq.store.influx.InfluxSettings;
import az.ocaq.store.influx.InfluxStore;
import az.ocaq.store.questdb.QuestStore;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Counts what a store holds of loads, once the server that wrote it has ended. */
final class StoredLoads {
    private StoredLoads() {}

    /** In the time series of a data directory. */
    static Tally inDirectory(Path data, List<LoadResult> loads) throws Exception {
        return tally(vertx -> QuestStore.open(vertx, data.resolve("timeseries"), false), loads);
    }

    static Tally in(InfluxServer influx, List<LoadResult> loads) throws Exception {
        InfluxSettings settings = new InfluxSettings(influx.url(), "", "ocaq", "", Duration.ZERO);
        return tally(vertx -> new InfluxStore(vertx, settings, Clock.systemUTC()), loads);
    }

    private static Tally tally(Function<Vertx, TimeSeriesStore> open, List<LoadResult> loads) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            TimeSeriesStore store = open.apply(vertx);
            return done(Tally.count(store, loads).eventually(store::close));
        } finally {
            done(vertx.close());
        }
    }
}
