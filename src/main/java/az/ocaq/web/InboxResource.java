package az.ocaq.web;

import az.ocaq.live.DeviceStatus;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.DeviceId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code /inbox}: devices that speak and that nobody has given a home. */
final class InboxResource {
    private static final int MOST = 1_000;
    private static final String NATIVE = "native";

    private final LiveState live;
    private final DeviceJson json;

    InboxResource(LiveState live, DeviceJson json) {
        this.live = live;
        this.json = json;
    }

    Future<Reply> list(Request request) {
        List<DeviceId> seen = live.unregistered().stream()
                .filter(it -> request.reach().settlement(it.settlement()))
                .toList();
        JsonArray items = new JsonArray();
        seen.stream().limit(MOST).forEach(it -> items.add(of(it)));
        return Reply.ok(new JsonObject()
                        .put("items", items)
                        .put("total", seen.size())
                        .putNull("next"))
                .now();
    }

    private JsonObject of(DeviceId id) {
        boolean foreign = id.settlement().equals(DeviceId.INBOX);
        DeviceStatus status = live.status(id);
        return new JsonObject()
                .put("id", id.toString())
                .put("convention", foreign ? id.site() : NATIVE)
                .put("first_seen", Words.millis(status.firstSeen()))
                .put("last_seen", Words.millis(status.lastSeen()))
                .put("topic", foreign ? null : "village/" + id + "/telemetry")
                .put("metrics", json.values(id));
    }
}
