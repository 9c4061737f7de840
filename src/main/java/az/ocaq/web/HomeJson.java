package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.measurement.DeviceId;
import az.ocaq.onboarding.Home;
import az.ocaq.onboarding.Onboarding;
import az.ocaq.onboarding.Refused.Fault;
import az.ocaq.onboarding.Refused.Why;
import az.ocaq.onboarding.Wish;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
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
        List<Fault> faults = outOfReach(request.reach(), List.of(wish));
        if (!faults.isEmpty()) {
            throw Problem.notFound(faults);
        }
        return wish;
    }

    /** Nobody gives a home, or a type, that is out of their reach: for them there is none. */
    List<Fault> outOfReach(Reach reach, List<Wish> wishes) {
        List<Fault> faults = new ArrayList<>();
        for (Wish wish : wishes) {
            DeviceId home = wish.device();
            String utility = onboarding
                    .types()
                    .type(wish.type())
                    .map(DeviceType::utility)
                    .orElse("");
            if (!reach.settlement(home.settlement())) {
                faults.add(Fault.of(wish, Why.NO_SITE, home.settlement() + "/" + home.site()));
            } else if (!reach.utility(utility)) {
                faults.add(Fault.of(wish, Why.NO_TYPE, wish.type()));
            } else if (!sees(reach, wish.source())) {
                faults.add(Fault.of(wish, Why.NO_DEVICE, ""));
            }
        }
        return faults;
    }

    /** A device without a settlement is anybody's who may give homes. */
    static boolean sees(Reach reach, DeviceId source) {
        return source.settlement().equals(DeviceId.INBOX) || reach.settlement(source.settlement());
    }
}
