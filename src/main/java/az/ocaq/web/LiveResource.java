package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.alarm.Alarm;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.SiteKind;
import az.ocaq.live.LiveFilter;
import az.ocaq.live.LiveState;
import az.ocaq.live.Subscription;
import az.ocaq.measurement.DeviceId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code /live}: what changes, as server-sent events. Confined to the web server's context. */
final class LiveResource {
    static final String ROUTE = "GET /live";

    private static final Set<String> PARAMETERS = Set.of("settlement", "site", "mine", "events");
    private static final Set<String> EVENTS = Set.of("reading", "device", "alarm");
    private static final long HEARTBEAT_MILLIS = 15_000;
    private static final int MOST_STREAMS = 5_000;
    private static final int MOST_OF_USER = 50;

    private final Vertx vertx;
    private final Api api;
    private final LiveState live;
    private final DeviceRegistry registry;
    private final AlarmJson alarmJson;
    private final AlarmSight sight;
    private final Map<String, Integer> streams = new HashMap<>();
    private int all;

    LiveResource(Vertx vertx, Api api, LiveState live, DeviceRegistry registry, AlarmJson json, AlarmSight sight) {
        this.vertx = vertx;
        this.api = api;
        this.live = live;
        this.registry = registry;
        this.alarmJson = json;
        this.sight = sight;
    }

    /** What one stream shows. */
    private record Wanted(Optional<String> settlement, Optional<String> site, boolean mine, Set<String> events) {
        boolean wants(String event) {
            return events.isEmpty() || events.contains(event);
        }

        static Wanted of(Query query) {
            query.only(PARAMETERS);
            Optional<String> site = query.text("site").map(it -> it.substring(it.indexOf('/') + 1));
            Optional<String> ofSite =
                    query.text("site").filter(it -> it.indexOf('/') > 0).map(it -> it.substring(0, it.indexOf('/')));
            Set<String> events = query.text("events")
                    .map(it -> Set.copyOf(List.of(it.split(",", -1))))
                    .orElse(Set.of());
            if (!EVENTS.containsAll(events)) {
                throw Problem.badRequest("events must be of reading, device and alarm, joined by commas");
            }
            return new Wanted(query.slug("settlement").or(() -> ofSite), site, query.flag("mine"), events);
        }
    }

    void open(RoutingContext context) {
        var unused = api.admit(context, ROUTE)
                .compose(admitted -> {
                    Wanted wanted = within(admitted.reach(), Wanted.of(Api.query(context)));
                    return start(context, admitted, wanted);
                })
                .onFailure(failure -> Api.fail(context, failure));
    }

    private Future<Void> start(RoutingContext context, Api.Admitted admitted, Wanted wanted) {
        Reach reach = admitted.reach();
        String user = reach.actor().user();
        enter(user);
        LiveStream stream = new LiveStream(
                context.response(), alarmJson, reach, devices(reach), alarms(reach, wanted), wanted.wants("device"));
        noteHouseholds(reach, wanted);
        Context here = vertx.getOrCreateContext();
        return api.onPipeline(() -> Future.succeededFuture(
                        live.subscribe(filter(reach, wanted), update -> here.runOnContext(go -> stream.offer(update)))))
                .map(subscription -> {
                    follow(context.response(), stream, subscription, admitted);
                    return null;
                });
    }

    private void follow(
            HttpServerResponse response, LiveStream stream, Subscription subscription, Api.Admitted admitted) {
        String user = admitted.reach().actor().user();
        long timer = vertx.setPeriodic(HEARTBEAT_MILLIS, tick -> {
            if (admitted.caller().valid().getAsBoolean()) {
                stream.heartbeat();
            } else {
                var unused = response.end();
            }
        });
        // either end may come first, and both may come
        boolean[] left = {false};
        Runnable leave = () -> {
            if (!left[0]) {
                left[0] = true;
                vertx.cancelTimer(timer);
                leave(user);
                var unused = api.onPipeline(() -> {
                    subscription.cancel();
                    return Future.succeededFuture();
                });
            }
        };
        if (response.closed()) {
            leave.run();
            return;
        }
        response.closeHandler(closed -> leave.run());
        response.endHandler(ended -> leave.run());
        response.exceptionHandler(failure -> leave.run());
        stream.begin();
    }

    /** A resident follows the own home, whatever was asked for. */
    private static Wanted within(Reach reach, Wanted wanted) {
        if (reach.isResident()) {
            String[] home = reach.actor().home().orElse("").split("/", -1);
            boolean elsewhere = wanted.settlement().stream().anyMatch(it -> !it.equals(home[0]))
                    || wanted.site().stream().anyMatch(it -> !it.equals(home[home.length - 1]));
            if (elsewhere) {
                throw Problem.forbidden("a resident follows the own home");
            }
            return new Wanted(Optional.of(home[0]), Optional.of(home[home.length - 1]), false, wanted.events());
        }
        if (wanted.settlement().stream().anyMatch(it -> !reach.settlement(it))) {
            throw Problem.notFound("there is no such settlement");
        }
        return wanted;
    }

    private LiveFilter filter(Reach reach, Wanted wanted) {
        Set<String> settlements = wanted.settlement()
                .map(Set::of)
                .orElseGet(() -> reach.everything() ? Set.of() : reach.actor().settlements());
        Optional<String> only = settlements.size() == 1
                ? settlements.stream().findFirst()
                : Optional.of(registry.settlements())
                        .filter(it -> it.size() == 1)
                        .map(it -> it.iterator().next().id());
        return new LiveFilter(settlements, only.filter(it -> wanted.wants("reading")), wanted.site());
    }

    private Predicate<DeviceId> devices(Reach reach) {
        Map<DeviceId, Boolean> known = new HashMap<>();
        return id -> known.computeIfAbsent(
                id,
                key -> reach.device(
                        key, registry.device(key).map(it -> it.type().utility()).orElse("")));
    }

    private Predicate<Alarm> alarms(Reach reach, Wanted wanted) {
        return alarm -> wanted.wants("alarm")
                && sight.sees(reach, alarm)
                && (!wanted.mine() || sight.isFor(reach, alarm))
                && (reach.isResident()
                        || wanted.site().stream()
                                .allMatch(it -> it.equals(alarm.device().site())));
    }

    private void noteHouseholds(Reach reach, Wanted wanted) {
        wanted.settlement().ifPresent(settlement -> {
            boolean home = wanted.site()
                    .flatMap(it -> registry.site(settlement, it))
                    .map(it -> it.kind() == SiteKind.HOME)
                    .orElse(wanted.site().isEmpty());
            if (home) {
                api.noteHousehold(
                        reach,
                        ROUTE,
                        settlement + wanted.site().map(it -> '/' + it).orElse(""));
            }
        });
    }

    private void enter(String user) {
        int ofUser = streams.getOrDefault(user, 0);
        if (all >= MOST_STREAMS || ofUser >= MOST_OF_USER) {
            throw Problem.of(429, "too many streams are open");
        }
        all++;
        streams.put(user, ofUser + 1);
    }

    private void leave(String user) {
        all--;
        streams.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    }
}
