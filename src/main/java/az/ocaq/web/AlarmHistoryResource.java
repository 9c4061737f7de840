package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.Delivery;
import az.ocaq.alarm.Occurrence;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Predicate;

/** What was: {@code /alarms?state=all} and {@code /alarms/{alarm}/journal}. */
final class AlarmHistoryResource {
    private static final int USUAL_DEAD = 100;
    private static final int MOST_DEAD = 1_000;
    private static final int SHOWN_DIGITS = 4;

    private final AlarmDesk desk;
    private final AlarmJson json;
    private final AlarmSight sight;
    private final ReceiverNames names;

    AlarmHistoryResource(AlarmDesk desk, AlarmJson json, AlarmSight sight) {
        this.desk = desk;
        this.json = json;
        this.sight = sight;
        this.names = new ReceiverNames(desk);
    }

    /** Every occurrence that is asked for, the newest first; the next page goes on before the last one's line. */
    Future<Reply> list(Request request, Predicate<Alarm> wanted, int limit, int after) {
        Reach reach = request.reach();
        boolean staff = !reach.isResident();
        return desk.history(new Occurrence.Wanted(
                        request.query().time("from"),
                        request.query().time("to"),
                        after == 0 ? Long.MAX_VALUE : after,
                        limit,
                        it -> sight.sees(reach, it) && wanted.test(it)))
                .map(found -> Reply.ok(new JsonObject()
                        .put(
                                "items",
                                new JsonArray(found.stream()
                                        .map(it -> json(it, staff))
                                        .toList()))
                        .put(
                                "next",
                                found.size() < limit
                                        ? null
                                        : String.valueOf(
                                                found.get(found.size() - 1).entry()))));
    }

    /** Why who was told, or not: every transition, every reason to keep a message back, every message. */
    Future<Reply> journal(Request request) {
        Alarm alarm = desk.alarm(request.number("alarm"))
                .filter(it -> sight.sees(request.reach(), it))
                .orElseThrow(() -> Problem.notFound("there is no such alarm"));
        return desk.journal(alarm.id())
                .compose(entries -> desk.deliveries(alarm.id())
                        .map(deliveries -> Reply.ok(new JsonObject()
                                .put("alarm", json.of(alarm, true))
                                .put(
                                        "journal",
                                        array(entries.stream()
                                                .map(it -> json.of(it, true))
                                                .toList()))
                                .put(
                                        "deliveries",
                                        array(deliveries.stream()
                                                .map(this::json)
                                                .toList())))));
    }

    /** The messages about alarms in reach that were given up. */
    Future<Reply> deadLetters(Request request) {
        int limit = request.query().integer("limit", 1, MOST_DEAD, USUAL_DEAD);
        return desk.deadLetters(limit)
                .map(found -> Reply.ok(new JsonObject()
                        .put(
                                "items",
                                array(found.stream()
                                        .filter(it -> sees(request.reach(), it))
                                        .map(it -> json(it).put("alarms", new JsonArray(List.copyOf(it.alarms()))))
                                        .toList()))
                        .putNull("next")));
    }

    Future<Reply> retry(Request request) {
        long message = request.number("message");
        return desk.deadLetters(MOST_DEAD)
                .compose(found -> found.stream().anyMatch(it -> it.id() == message && sees(request.reach(), it))
                        ? desk.retry(message)
                        : Future.succeededFuture(false))
                .map(waits -> {
                    if (!waits) {
                        throw Problem.notFound("there is no such message that was given up");
                    }
                    return Reply.ok(new JsonObject().put("id", message).put("state", "pending"));
                });
    }

    /** A message about nothing that is known any more is for those who may see everything. */
    private boolean sees(Reach reach, Delivery message) {
        return message.alarms().isEmpty()
                ? reach.everything()
                : message.alarms().stream()
                        .flatMap(it -> desk.alarm(it).stream())
                        .anyMatch(it -> sight.sees(reach, it));
    }

    private static JsonArray array(List<JsonObject> items) {
        return new JsonArray(items);
    }

    private JsonObject json(Occurrence it, boolean staff) {
        return json.of(it.alarm(), staff)
                .put("acknowledged_at", Words.millis(it.acknowledgedAt()))
                .put("cleared_at", Words.millis(it.clearedAt()));
    }

    private JsonObject json(Delivery it) {
        JsonArray accepted = new JsonArray();
        it.accepted().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByValue())
                .forEach(way -> accepted.add(new JsonObject()
                        .put("way", way.getKey())
                        .put("at", way.getValue().toEpochMilli())));
        return new JsonObject()
                .put("id", it.id())
                .put("key", it.key())
                .put("about", it.about())
                .put("occurrence", it.occurrence())
                .put("kind", it.kind())
                .put("receiver", it.receiver())
                .put("receiver_title", names.of(it.receiver()))
                .put("channel", it.channel())
                .put("members", it.members())
                .put("at", it.createdAt().toEpochMilli())
                .put("state", it.state())
                .put("attempts", it.attempts())
                .put("next_attempt_at", Words.millis(it.nextAttempt()))
                .put("error", Words.text(it.error()))
                .put("accepted", accepted)
                .put(
                        "reports",
                        array(it.reports().stream()
                                .map(AlarmHistoryResource::json)
                                .toList()));
    }

    /** Of a number the end is enough to tell two of them apart. */
    private static JsonObject json(Delivery.Report it) {
        String address = it.address();
        return new JsonObject()
                .put("way", it.way())
                .put("address", "…" + address.substring(Math.max(0, address.length() - SHOWN_DIGITS)))
                .put("state", it.state())
                .put("detail", it.detail())
                .put("at", it.at().toEpochMilli());
    }
}
