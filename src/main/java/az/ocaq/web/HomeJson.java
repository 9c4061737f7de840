package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.measurement.DeviceId;
import az.ocaq.onboarding.Home;
import az.ocaq.onboarding.Onboarding;
import az.ocaq.onboarding.Wish;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Homes as JSON, and the wish for one in a request. */
final class HomeJson {
    private final DeviceRegistry registry;
    private final Onboarding onboarding;

    HomeJson(DeviceRegistry registry, Onboarding onboarding) {
        this.registry = registry;
        this.onboarding = onboarding;
    }

    JsonObject of(Home home) {
        Optional<Device> device = registry.device(home.device());
        return new JsonObject()
                .put("source", home.source().toString())
                .put("home", home.device().toString())
                .put("type", home.type())
                .put("name", home.title())
                .put("title", device.map(it -> TitleJson.of(it.title())).orElseGet(() -> TitleJson.of(home.type())))
                .put("by", home.by())
                .put("at", home.at().toEpochMilli());
    }

    /** What the body wishes for a device, within the actor's reach. */
    Wish wish(Request request, DeviceId source, DeviceId otherwise) {
        DeviceId device = request.text("home")
                .map(it -> DeviceId.parse(it)
                        .orElseThrow(() -> Problem.badRequest(
                                "home must be settlement/site/device, lower case, such as aghali/home-017/meter")))
                .orElse(otherwise);
        Wish wish = new Wish(
                source,
                device,
                request.requiredText("type"),
                request.text("name").orElse(""),
                0);
        require(request.reach(), wish);
        return wish;
    }

    /** Nobody gives a home, or a type, that is out of their reach. */
    void require(Reach reach, Wish wish) {
        String utility =
                onboarding.types().type(wish.type()).map(DeviceType::utility).orElse("");
        if (!reach.settlement(wish.device().settlement()) || !reach.utility(utility)) {
            throw Problem.notFound(
                    "there is no such place or type in your reach: " + wish.device() + ", " + wish.type());
        }
    }
}
