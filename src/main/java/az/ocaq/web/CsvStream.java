package az.ocaq.web;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Point;
import az.ocaq.store.SeriesQuery;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Stored data as CSV lines, series by series, the oldest first. A piece is read from the store only when the browser has
 * taken the one before it, so memory stays bounded and a slow browser holds up nobody. Confined to one context.
 */
final class CsvStream {
    private static final String HEADER = "device,metric,time,value,quality\n";
    private static final Duration PIECE = Duration.ofDays(2);
    private static final double LARGEST_EXACT = 1e15;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** What to ask the store for of a metric. */
    interface Questions {
        SeriesQuery of(DeviceId device, String metric);
    }

    private final HttpServerResponse response;
    private final TimeSeriesStore store;
    private final boolean raw;
    private final Questions questions;

    CsvStream(HttpServerResponse response, TimeSeriesStore store, boolean raw, Questions questions) {
        this.response = response;
        this.store = store;
        this.raw = raw;
        this.questions = questions;
    }

    /** Sends everything and ends the response. A failure on the way breaks it off, so that nobody takes a part for the whole. */
    Future<Void> send(List<DeviceId> devices, Optional<String> metric) {
        response.setChunked(true)
                .putHeader("Content-Type", "text/csv; charset=utf-8")
                .putHeader("Content-Disposition", "attachment; filename=\"ocaq.csv\"")
                .putHeader("Cache-Control", "no-store");
        return write(HEADER)
                .compose(done -> each(devices.iterator(), device -> ofDevice(device, metric)))
                .compose(done -> response.end());
    }

    private Future<Void> ofDevice(DeviceId device, Optional<String> metric) {
        return store.series(device)
                .compose(all -> each(
                        all.stream()
                                .filter(it -> metric.stream()
                                        .allMatch(
                                                name -> name.equals(it.metric().name())))
                                .iterator(),
                        series -> ofSeries(device, series)));
    }

    private Future<Void> ofSeries(DeviceId device, SeriesId series) {
        SeriesQuery whole = questions.of(device, series.metric().name());
        return raw ? pieces(whole) : store.read(whole).compose(points -> write(lines(series, points)));
    }

    private Future<Void> pieces(SeriesQuery whole) {
        Pieces pieces = new Pieces(whole);
        return each(
                pieces,
                piece -> store.read(piece)
                        .compose(
                                points -> points.isEmpty() ? pieces.passOver() : write(lines(whole.series(), points))));
    }

    /** Short spans, one after the other; where nothing was stored, on to what comes next, however long after. */
    private final class Pieces implements Iterator<SeriesQuery> {
        private final SeriesQuery whole;
        private Instant start;

        Pieces(SeriesQuery whole) {
            this.whole = whole;
            this.start = whole.from();
        }

        @Override
        public boolean hasNext() {
            return start.isBefore(whole.to());
        }

        @Override
        public SeriesQuery next() {
            Instant end = start.plus(PIECE).isBefore(whole.to()) ? start.plus(PIECE) : whole.to();
            SeriesQuery piece = SeriesQuery.raw(whole.series(), start, end);
            start = end;
            return piece;
        }

        Future<Void> passOver() {
            return store.first(whole.series(), start).compose(found -> {
                start = found.map(Point::time).orElse(whole.to());
                return Future.succeededFuture();
            });
        }
    }

    private interface Work<T> {
        Future<Void> on(T item);
    }

    /** One after the other; not by nested futures, whose completion would need a stack as deep as there are items. */
    private static <T> Future<Void> each(Iterator<T> items, Work<T> work) {
        Promise<Void> promise = Promise.promise();
        next(items, work, promise);
        return promise.future();
    }

    private static <T> void next(Iterator<T> items, Work<T> work, Promise<Void> promise) {
        if (!items.hasNext()) {
            promise.complete();
            return;
        }
        var unused = work.on(items.next())
                .onSuccess(done -> next(items, work, promise))
                .onFailure(promise::fail);
    }

    private Future<Void> write(String text) {
        if (response.closed()) {
            return Future.failedFuture(Problem.of(408, "the browser has gone"));
        }
        if (text.isEmpty()) {
            return Future.succeededFuture();
        }
        var unused = response.write(text);
        if (!response.writeQueueFull()) {
            return Future.succeededFuture();
        }
        Promise<Void> drained = Promise.promise();
        response.drainHandler(done -> drained.tryComplete());
        response.exceptionHandler(drained::tryFail);
        response.closeHandler(closed -> drained.tryFail("the browser has gone"));
        return drained.future();
    }

    private static String lines(SeriesId series, List<Point> points) {
        StringBuilder text = new StringBuilder(points.size() * 64);
        String start = series.device().toString() + ',' + series.metric().name() + ',';
        for (Point point : points) {
            text.append(start)
                    .append(TIME.format(point.time()))
                    .append(',')
                    .append(plain(point.value()))
                    .append(',')
                    .append(point.quality().word())
                    .append('\n');
        }
        return text.toString();
    }

    private static String plain(double value) {
        if (value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT) {
            return Long.toString((long) value);
        }
        String text = Double.toString(value);
        return text.indexOf('E') < 0 ? text : BigDecimal.valueOf(value).toPlainString();
    }
}
