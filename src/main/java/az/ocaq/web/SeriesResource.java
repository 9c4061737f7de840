package az.ocaq.web;

import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Quantity;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Aggregation;
import az.ocaq.store.Point;
import az.ocaq.store.SeriesQuery;
import az.ocaq.store.Step;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code /series}. */
final class SeriesResource {
    private static final int USUAL_POINTS = 2_000;
    private static final int MOST_POINTS = 100_000;
    private static final int HELD_INTERVALS = 3;
    private static final Duration UNREGISTERED_HOLD = Duration.ofMinutes(15);
    private static final Duration USUAL_SPAN = Duration.ofDays(1);

    private final DeviceRegistry registry;
    private final TimeSeriesStore store;
    private final DeviceResource devices;
    private final Clock clock;

    SeriesResource(DeviceRegistry registry, TimeSeriesStore store, DeviceResource devices, Clock clock) {
        this.registry = registry;
        this.store = store;
        this.devices = devices;
        this.clock = clock;
    }

    Future<Reply> read(Request request) {
        Query query = request.query();
        DeviceId device = query.device("device").orElseThrow(() -> Problem.badRequest("device is missing"));
        devices.requireKnown(request.reach(), device);
        Instant to = query.time("to").orElseGet(clock::instant);
        Instant from = query.time("from").orElse(to.minus(USUAL_SPAN));
        int limit = query.integer("limit", 1, MOST_POINTS, USUAL_POINTS);
        SeriesQuery wanted = query(device, metric(device, query.required("metric")), query, from, to);
        requireSpan(wanted, limit);
        return store.read(wanted.newest(limit + 1))
                .map(points -> Reply.ok(json(wanted, points, limit)).of(devices.household(device)));
    }

    /** What to ask the store for, from the words of a request. */
    SeriesQuery query(DeviceId device, Metric metric, Query query, Instant from, Instant to) {
        Step step = query.text("step")
                .map(it -> Step.ofWord(it)
                        .orElseThrow(() -> Problem.badRequest("step must be one of raw, 1m, 15m, 1h, 1d, 1mo")))
                .orElse(Step.RAW);
        Aggregation aggregation = query.word("agg", Aggregation.class).orElseGet(() -> usual(metric.kind()));
        Duration hold = registry.device(device)
                .map(it -> it.type().interval().multipliedBy(HELD_INTERVALS))
                .orElse(UNREGISTERED_HOLD);
        OptionalDouble modulus = registry.device(device)
                .flatMap(it -> Optional.ofNullable(it.type().metrics().get(metric.name())))
                .map(it -> it.modulus())
                .orElse(OptionalDouble.empty());
        ZoneId zone =
                registry.settlement(device.settlement()).map(Settlement::zone).orElse(ZoneOffset.UTC);
        return new SeriesQuery(new SeriesId(device, metric), from, to, step, aggregation, zone, hold, modulus);
    }

    /** The metric of a name: the device type's, which knows the unit, or what the name alone says. */
    Metric metric(DeviceId device, String name) {
        if (!Metric.isName(name)) {
            throw Problem.badRequest("metric must be a name in snake case (a-z 0-9 _)");
        }
        return registry.device(device)
                .flatMap(it -> Optional.ofNullable(it.type().metrics().get(name)))
                .map(it -> it.metric())
                .orElseGet(() -> Metric.named(name));
    }

    private static Aggregation usual(Quantity.Kind kind) {
        return switch (kind) {
            case GAUGE -> Aggregation.AVG;
            case COUNTER -> Aggregation.DELTA;
            case STATE -> Aggregation.LAST;
        };
    }

    private static void requireSpan(SeriesQuery query, int limit) {
        if (!query.from().isBefore(query.to())) {
            throw Problem.badRequest("from must be before to");
        }
        Duration span = Duration.between(query.from(), query.to());
        Duration width = switch (query.step()) {
            case RAW -> Duration.ofMillis(1);
            case MINUTE -> Duration.ofMinutes(1);
            case QUARTER_HOUR -> Duration.ofMinutes(15);
            case HOUR -> Duration.ofHours(1);
            case DAY -> Duration.ofDays(1);
            case MONTH -> Duration.ofDays(28);
        };
        boolean tooMany = query.step() != Step.RAW && span.dividedBy(width) > limit;
        if (tooMany) {
            throw Problem.badRequest(
                    "that is more than " + limit + " points: ask for a wider step, a shorter time, or a higher limit");
        }
    }

    private static JsonObject json(SeriesQuery query, List<Point> points, int limit) {
        JsonArray array = new JsonArray();
        for (Point point : points.subList(Math.max(0, points.size() - limit), points.size())) {
            JsonArray entry = new JsonArray().add(point.time().toEpochMilli()).add(point.value());
            array.add(
                    point.quality() == Quality.GOOD
                            ? entry
                            : entry.add(point.quality().word()));
        }
        boolean raw = query.step() == Step.RAW;
        return new JsonObject()
                .put("id", query.series().toString())
                .put(
                        "unit",
                        query.aggregation() == Aggregation.COUNT && !raw
                                ? "count"
                                : query.series().metric().unit().code())
                .put("points", array)
                .put("step", query.step().word())
                .put("agg", raw ? null : Words.word(query.aggregation()))
                .put("cut", points.size() > limit);
    }
}
