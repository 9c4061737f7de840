package az.ocaq.web;

import az.ocaq.device.DeviceType;
import az.ocaq.live.DeviceStatus;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.onboarding.HomeSheet;
import az.ocaq.onboarding.Onboarding;
import az.ocaq.onboarding.Refused;
import az.ocaq.onboarding.Wish;
import az.ocaq.onboarding.Workbench;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /inbox}: devices that speak and that nobody has given a home; here they get one. */
final class InboxResource {
    private static final int MOST = 1_000;
    private static final int LONGEST_SHEET = 60_000;
    private static final String NATIVE = "native";

    private final LiveState live;
    private final Onboarding onboarding;
    private final Workbench workbench;
    private final DeviceJson json;
    private final HomeJson homes;

    InboxResource(WebParts parts, DeviceJson json, HomeJson homes) {
        this.live = parts.live();
        this.onboarding = parts.onboarding();
        this.workbench = parts.workbench();
        this.json = json;
        this.homes = homes;
    }

    Future<Reply> list(Request request) {
        List<DeviceId> seen = live.unregistered().stream()
                .filter(it -> HomeJson.sees(request.reach(), it))
                .toList();
        JsonArray items = new JsonArray();
        seen.stream().limit(MOST).forEach(it -> items.add(of(it)));
        return Reply.ok(new JsonObject()
                        .put("items", items)
                        .put("total", seen.size())
                        .putNull("next"))
                .now();
    }

    /** One device with its last messages, and what comes out of them. */
    Future<Reply> one(Request request) {
        DeviceId id = source(request);
        List<Message> messages = onboarding.inbox().messages(id);
        return workbench.explain(messages).map(explained -> {
            JsonArray shown = new JsonArray();
            for (int i = messages.size() - 1; i >= 0; i--) {
                Message message = messages.get(i);
                shown.add(PayloadJson.put(
                        new JsonObject()
                                .put("topic", message.topic())
                                .put("received_at", message.receivedAt().toEpochMilli())
                                .put("decoded", new JsonObject(explained.get(i).toString())),
                        message.payload()));
            }
            return Reply.ok(of(id).put("messages", shown));
        });
    }

    Future<Reply> give(Request request) {
        DeviceId id = source(request);
        Wish wish = homes.wish(request, id, id);
        return onboarding
                .give(List.of(wish), request.actor().user())
                .map(given -> Reply.ok(homes.of(given.homes().get(0))));
    }

    /** Many at once, from a sheet; all or none. */
    Future<Reply> sheet(Request request) {
        if (!(request.body().getValue("csv") instanceof String text) || text.length() > LONGEST_SHEET) {
            throw Problem.badRequest("csv must be a text of at most " + LONGEST_SHEET + " characters");
        }
        List<Wish> wishes = HomeSheet.read(text);
        List<Refused.Fault> faults = homes.outOfReach(request.reach(), wishes);
        if (!faults.isEmpty()) {
            throw Problem.notFound(faults);
        }
        return onboarding.give(wishes, request.actor().user()).map(given -> {
            JsonArray items = new JsonArray();
            given.homes().forEach(it -> items.add(homes.of(it)));
            return Reply.ok(new JsonObject().put("items", items).put("total", items.size()));
        });
    }

    private DeviceId source(Request request) {
        DeviceId id = new DeviceId(request.slug("settlement"), request.slug("site"), request.slug("device"));
        boolean there = live.unregistered().contains(id);
        if (!there || !HomeJson.sees(request.reach(), id)) {
            throw Problem.notFound("there is no such device in the inbox");
        }
        return id;
    }

    private JsonObject of(DeviceId id) {
        boolean foreign = id.settlement().equals(DeviceId.INBOX);
        DeviceStatus status = live.status(id);
        String convention = foreign ? id.site() : NATIVE;
        Set<String> told =
                live.latest(id).stream().map(it -> it.series().metric().name()).collect(Collectors.toSet());
        List<String> types = new ArrayList<>();
        for (DeviceType type : onboarding.types().suggest(convention, id.device(), told)) {
            types.add(type.id());
        }
        List<Message> messages = onboarding.inbox().messages(id);
        return new JsonObject()
                .put("id", id.toString())
                .put("convention", convention)
                .put("status", status.status().word())
                .put("first_seen", Words.millis(status.firstSeen()))
                .put("last_seen", Words.millis(status.lastSeen()))
                .put(
                        "topic",
                        messages.isEmpty()
                                ? null
                                : messages.get(messages.size() - 1).topic())
                .put("metrics", json.values(id))
                .put("types", new JsonArray(types));
    }
}
