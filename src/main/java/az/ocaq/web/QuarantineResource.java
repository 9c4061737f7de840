package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.measurement.DeviceId;
import az.ocaq.quarantine.Quarantine;
import az.ocaq.quarantine.Quarantined;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/** {@code /quarantine}: messages that no decoder could use. */
final class QuarantineResource {
    private static final int USUAL_LIMIT = 100;
    private static final int MOST = 500;
    private static final int SHOWN_BYTES = 4_096;

    private final Quarantine quarantine;

    QuarantineResource(Quarantine quarantine) {
        this.quarantine = quarantine;
    }

    Future<Reply> list(Request request) {
        int limit = request.query().integer("limit", 1, MOST, USUAL_LIMIT);
        long before = request.query().integer("after", 0, 999_999_999, 999_999_999);
        Quarantine.Filter filter = new Quarantine.Filter(
                request.query().text("device").orElse(""),
                request.query().text("reason").orElse(""));
        return quarantine.newest(filter, before, limit).compose(found -> {
            JsonArray items = new JsonArray();
            found.stream().filter(it -> sees(request.reach(), it)).forEach(it -> items.add(json(it, SHOWN_BYTES)));
            boolean more = found.size() == limit;
            JsonObject page = new JsonObject().put("items", items).put("next", more ? lastId(found) : null);
            return !request.reach().everything()
                    ? Reply.ok(page).now()
                    : quarantine
                            .reasons()
                            .map(it -> Reply.ok(page.put("reasons", new JsonObject(new LinkedHashMap<>(it)))));
        });
    }

    /** One message, whole as far as it was kept. */
    Future<Reply> one(Request request) {
        return required(request).map(message -> Reply.ok(json(message, Integer.MAX_VALUE)));
    }

    Future<Reply> replay(Request request) {
        return required(request)
                .compose(message -> quarantine
                        .replay(message)
                        .recover(failure -> Future.failedFuture(
                                failure instanceof IllegalArgumentException
                                        ? Problem.of(409, String.valueOf(failure.getMessage()))
                                        : failure)))
                .map(done -> Reply.nothing());
    }

    Future<Reply> delete(Request request) {
        return required(request)
                .compose(message -> quarantine.delete(message.id()))
                .map(done -> Reply.nothing());
    }

    private Future<Quarantined> required(Request request) {
        return quarantine
                .find(request.number("message"))
                .map(found -> found.filter(it -> sees(request.reach(), it))
                        .orElseThrow(() -> Problem.notFound("there is no such message")));
    }

    /** A message that names no device may be of anybody. */
    private static boolean sees(Reach reach, Quarantined message) {
        return reach.everything()
                || message.device()
                        .flatMap(DeviceId::parse)
                        .map(it -> reach.settlement(it.settlement()))
                        .orElse(false);
    }

    private static JsonObject json(Quarantined message, int most) {
        byte[] payload = message.payload();
        boolean whole = payload.length <= most;
        JsonObject json = new JsonObject().put("id", message.id()).put("topic", message.topic());
        return PayloadJson.put(json, whole ? payload : Arrays.copyOf(payload, most))
                .put("bytes", payload.length)
                .put("whole", whole && !message.cut())
                .put("received_at", message.receivedAt().toEpochMilli())
                .put("decoder", message.decoder())
                .put("device", message.device().orElse(null))
                .put("reason", message.reason())
                .put("detail", message.detail())
                .put("count", message.times());
    }

    private static String lastId(List<Quarantined> found) {
        return String.valueOf(found.get(found.size() - 1).id());
    }
}
