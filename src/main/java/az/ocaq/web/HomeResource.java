package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.device.DeviceType;
import az.ocaq.measurement.DeviceId;
import az.ocaq.onboarding.Home;
import az.ocaq.onboarding.Onboarding;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeSet;

/** {@code /homes}: what was given a home here, corrected and undone; {@code /types}: what a device can be. */
final class HomeResource {
    private final Onboarding onboarding;
    private final HomeJson json;

    HomeResource(Onboarding onboarding, HomeJson json) {
        this.onboarding = onboarding;
        this.json = json;
    }

    Future<Reply> list(Request request) {
        JsonArray items = new JsonArray();
        List<Home> homes = onboarding.homes().all().stream()
                .filter(it -> sees(request.reach(), it))
                .toList();
        for (int i = homes.size() - 1; i >= 0; i--) {
            items.add(json.of(homes.get(i)));
        }
        return Reply.ok(new JsonObject()
                        .put("items", items)
                        .put("total", items.size())
                        .putNull("next"))
                .now();
    }

    Future<Reply> correct(Request request) {
        Home home = required(request);
        return onboarding
                .correct(
                        home.device(),
                        json.wish(request, home.source(), home.device()),
                        request.actor().user())
                .map(given -> Reply.ok(json.of(given.homes().get(0))));
    }

    Future<Reply> end(Request request) {
        return onboarding
                .end(required(request).device(), request.actor().user())
                .map(done -> Reply.nothing());
    }

    Future<Reply> types(Request request) {
        JsonArray items = new JsonArray();
        for (DeviceType type : onboarding.types().all()) {
            items.add(new JsonObject()
                    .put("id", type.id())
                    .put("title", TitleJson.of(type.title()))
                    .put("utility", type.utility())
                    .put("interval", type.interval().toMillis() / 1000.0)
                    .put(
                            "metrics",
                            new JsonArray(
                                    List.copyOf(new TreeSet<>(type.metrics().keySet())))));
        }
        return Reply.ok(new JsonObject()
                        .put("items", items)
                        .put("total", items.size())
                        .putNull("next"))
                .now();
    }

    private boolean sees(Reach reach, Home home) {
        String utility =
                onboarding.types().type(home.type()).map(DeviceType::utility).orElse("");
        return reach.device(home.device(), utility);
    }

    private Home required(Request request) {
        DeviceId id = new DeviceId(request.slug("settlement"), request.slug("site"), request.slug("device"));
        return onboarding
                .homes()
                .at(id)
                .filter(it -> sees(request.reach(), it))
                .orElseThrow(() -> Problem.notFound("this device was not given a home here"));
    }
}
