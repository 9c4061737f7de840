package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.DeviceId;
import az.ocaq.store.Step;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /export}: stored data as CSV, streamed as fast as the browser takes it. Confined to the web server's context. */
final class ExportResource {
    static final String ROUTE = "GET /export";

    private static final Set<String> PARAMETERS =
            Set.of("from", "to", "settlement", "device", "metric", "step", "agg", "format");
    private static final int MOST_AT_ONCE = 8;
    private static final int MOST_OF_USER = 2;
    private static final Duration LONGEST = Duration.ofDays(3_700);

    private final Api api;
    private final DeviceRegistry registry;
    private final LiveState live;
    private final TimeSeriesStore store;
    private final SeriesResource series;
    private final Map<String, Integer> running = new HashMap<>();

    ExportResource(Api api, WebParts parts, SeriesResource series) {
        this.api = api;
        this.registry = parts.registry();
        this.live = parts.live();
        this.store = parts.store();
        this.series = series;
    }

    void open(RoutingContext context) {
        var unused = api.admit(context, ROUTE)
                .compose(admitted -> start(context, admitted.reach()))
                .onFailure(failure -> Api.fail(context, failure));
    }

    private Future<Void> start(RoutingContext context, Reach reach) {
        Query query = Api.query(context);
        query.only(PARAMETERS);
        Instant from = query.time("from").orElseThrow(() -> Problem.badRequest("from is missing"));
        Instant to = query.time("to").orElseThrow(() -> Problem.badRequest("to is missing"));
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw Problem.badRequest("from must be before to, and at most ten years before");
        }
        if (query.text("format").stream().anyMatch(it -> !it.equals("csv"))) {
            throw Problem.badRequest("format must be csv");
        }
        // asked for once to refuse wrong words before the first line is sent
        var checked = series.query(
                new DeviceId("a", "b", "c"), series.metric(new DeviceId("a", "b", "c"), "state"), query, from, to);
        boolean raw = checked.step() == Step.RAW;
        Optional<String> metric = query.text("metric");
        String user = reach.actor().user();
        return api.onPipeline(() -> Future.succeededFuture(devices(reach, query)))
                .compose(devices -> {
                    enter(user);
                    note(reach, devices, query);
                    CsvStream stream = new CsvStream(
                            context.response(),
                            store,
                            raw,
                            (device, name) -> series.query(device, series.metric(device, name), query, from, to));
                    return stream.send(devices, metric).eventually(() -> {
                        leave(user);
                        return Future.succeededFuture();
                    });
                });
    }

    private List<DeviceId> devices(Reach reach, Query query) {
        Optional<String> settlement = query.slug("settlement");
        Optional<DeviceId> device = query.device("device");
        Set<DeviceId> found = new LinkedHashSet<>();
        if (device.isPresent()) {
            found.add(device.get());
        } else if (settlement.isPresent()) {
            found.addAll(live.devices(settlement.get()));
        } else {
            registry.settlements().forEach(it -> found.addAll(live.devices(it.id())));
        }
        List<DeviceId> seen = found.stream().filter(it -> sees(reach, it)).toList();
        if (seen.isEmpty()) {
            throw Problem.notFound("there is no such device or settlement");
        }
        return seen;
    }

    private boolean sees(Reach reach, DeviceId id) {
        return reach.device(
                id, registry.device(id).map(it -> it.type().utility()).orElse(""));
    }

    private void note(Reach reach, List<DeviceId> devices, Query query) {
        String what = query.text("device").or(() -> query.text("settlement")).orElse("all");
        api.noteHousehold(reach, ROUTE, what + ", devices: " + devices.size());
    }

    private void enter(String user) {
        int all = running.values().stream().mapToInt(Integer::intValue).sum();
        int ofUser = running.getOrDefault(user, 0);
        if (all >= MOST_AT_ONCE || ofUser >= MOST_OF_USER) {
            throw Problem.of(429, "too many exports are running");
        }
        running.put(user, ofUser + 1);
    }

    private void leave(String user) {
        running.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    }
}
