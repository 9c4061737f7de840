package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.SiteKind;
import az.ocaq.live.LiveState;
import az.ocaq.live.Status;
import az.ocaq.measurement.DeviceId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Optional;

/** {@code /devices}. */
final class DeviceResource {
    private static final int USUAL_LIMIT = 500;
    private static final int MOST = 5_000;

    private final DeviceRegistry registry;
    private final LiveState live;
    private final DeviceJson json;

    DeviceResource(DeviceRegistry registry, LiveState live, DeviceJson json) {
        this.registry = registry;
        this.live = live;
        this.json = json;
    }

    /** What is asked for. */
    private record Wanted(
            Optional<String> settlement, Optional<String> site, Optional<String> kind, Optional<Status> status) {
        boolean takes(Device device, LiveState live) {
            return site.stream().allMatch(it -> it.equals(device.id().site()))
                    && kind.stream().allMatch(it -> it.equals(device.type().id()))
                    && status.stream()
                            .allMatch(it -> it == live.status(device.id()).status());
        }
    }

    Future<Reply> list(Request request) {
        Query query = request.query();
        Wanted wanted = new Wanted(
                query.slug("settlement"), site(query), query.slug("kind"), query.word("status", Status.class));
        int limit = query.integer("limit", 1, MOST, USUAL_LIMIT);
        Optional<DeviceId> after = query.device("after");
        after.filter(it -> registry.device(it).isEmpty()).ifPresent(it -> {
            throw Problem.badRequest("the device of 'after' is not registered any more: list from the start");
        });
        boolean values = query.flag("values");
        Optional<String> metric = query.text("metric");
        if (metric.isPresent() && !values) {
            throw Problem.badRequest("metric narrows the values that are listed: ask for values=true too");
        }
        Collection<Device> candidates = wanted.settlement()
                .map(registry::devices)
                .map(it -> (Collection<Device>) it)
                .orElseGet(registry::devices);
        JsonArray items = new JsonArray();
        boolean reached = after.isEmpty();
        Optional<String> last = Optional.empty();
        for (Device device : candidates) {
            if (reached && sees(request.reach(), device) && wanted.takes(device, live)) {
                if (items.size() == limit) {
                    return Reply.ok(page(items).put("next", last.orElseThrow())).now();
                }
                items.add(values ? json.state(device, metric) : json.of(device.id()));
                last = Optional.of(device.id().toString());
            }
            reached |= after.isPresent() && device.id().equals(after.get());
        }
        return Reply.ok(page(items).putNull("next")).now();
    }

    Future<Reply> one(Request request) {
        DeviceId id = required(request);
        return Reply.ok(json.of(id)).now();
    }

    Future<Reply> latest(Request request) {
        DeviceId id = required(request);
        JsonObject latest = new JsonObject().put("id", id.toString()).put("values", json.values(id));
        return Reply.ok(latest).of(household(id)).now();
    }

    /** The device of the path, when it is known and in reach. */
    private DeviceId required(Request request) {
        DeviceId id = new DeviceId(request.slug("settlement"), request.slug("site"), request.slug("device"));
        requireKnown(request.reach(), id);
        return id;
    }

    /** Refuses a device that is not known or not in reach; which of both is not told. */
    void requireKnown(Reach reach, DeviceId id) {
        boolean seen = registry.device(id)
                .map(it -> sees(reach, it))
                .orElseGet(() -> reach.site(id.settlement(), id.site())
                        && live.status(id).status() != Status.UNKNOWN);
        if (!seen) {
            throw Problem.notFound("there is no such device");
        }
    }

    /** The home that a device is in. */
    Optional<String> household(DeviceId id) {
        return registry.site(id.settlement(), id.site())
                .filter(it -> it.kind() == SiteKind.HOME)
                .map(it -> it.settlement() + '/' + it.id());
    }

    private static boolean sees(Reach reach, Device device) {
        return reach.device(device.id(), device.type().utility());
    }

    /** A site by its slug, or by {@code settlement/site}. */
    private static Optional<String> site(Query query) {
        return query.text("site").map(value -> {
            String site = value.substring(value.indexOf('/') + 1);
            if (!DeviceId.isSlug(site)) {
                throw Problem.badRequest("site must be a slug or settlement/site");
            }
            return site;
        });
    }

    private static JsonObject page(JsonArray items) {
        return new JsonObject().put("items", items);
    }
}
