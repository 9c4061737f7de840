package az.ocaq.web;

import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.engine.Duties;
import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.engine.Router;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** {@code /duty}: who is on call, and who would be told of an alarm at some time. */
final class DutyResource {
    private static final Duration USUAL = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(62);
    private static final String ROTA = "rota:";

    private final AlarmDesk desk;
    private final Clock clock;
    private final ReceiverNames names;

    DutyResource(WebParts parts) {
        this.desk = parts.alarms();
        this.clock = parts.clock();
        this.names = new ReceiverNames(desk);
    }

    Future<Reply> list(Request request) {
        Instant now = clock.instant();
        Instant from = request.query().time("from").orElse(now);
        Instant to = request.query().time("to").orElse(from.plus(USUAL));
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw Problem.badRequest("from must be before to, and at most " + LONGEST.toDays() + " days before");
        }
        Policy policy = desk.policy();
        Router router = new Router(policy);
        JsonArray items = new JsonArray();
        new TreeMap<>(policy.rotas())
                .forEach((name, rota) -> items.add(new JsonObject()
                        .put("rota", name)
                        .put("zone", rota.zone().getId())
                        .put("fallback", Words.text(rota.fallback()))
                        .put("now", told(router, ROTA + name, now))
                        .put("duties", duties(policy, name, from, to))));
        return Reply.ok(new JsonObject().put("items", items).putNull("next")).now();
    }

    private JsonArray duties(Policy policy, String rota, Instant from, Instant to) {
        JsonArray duties = new JsonArray();
        Duties.of(policy, rota, from, to)
                .forEach(it -> duties.add(new JsonObject()
                        .put("from", it.from().toEpochMilli())
                        .put("to", it.to().toEpochMilli())
                        .put("who", it.who())
                        .put("title", names.of(it.who()))
                        .put("why", Words.word(it.why()))));
        return duties;
    }

    /** Nothing is sent: who would be told first, and of what nobody acknowledges, later. */
    Future<Reply> dryRun(Request request) {
        Query query = request.query();
        Instant at = query.time("at").orElse(clock.instant());
        Priority priority = query.word("priority", Priority.class).orElse(Priority.HIGH);
        Map<String, String> labels = new HashMap<>(Map.of("priority", priority.word(), "severity", priority.word()));
        query.slug("settlement").ifPresent(it -> {
            labels.put("settlement", it);
            labels.put("village", it);
        });
        query.text("utility").ifPresent(it -> labels.put("utility", it));
        Policy policy = desk.policy();
        Router router = new Router(policy);
        JsonArray steps = new JsonArray().add(step(router, Duration.ZERO, router.receivers(labels, at), at));
        policy.escalation().forEach(it -> steps.add(step(router, it.after(), it.to(), at)));
        return Reply.ok(new JsonObject()
                        .put("at", at.toEpochMilli())
                        .put("steps", steps)
                        .put(
                                "repeat",
                                policy.repeat()
                                        .map(it -> new JsonObject()
                                                .put("every_seconds", it.every().toSeconds())
                                                .put("most", it.most()))
                                        .orElse(null)))
                .now();
    }

    private JsonObject step(Router router, Duration after, Collection<String> named, Instant at) {
        JsonArray receivers = new JsonArray();
        named.forEach(it -> receivers.add(told(router, it, at.plus(after))));
        return new JsonObject().put("after_seconds", after.toSeconds()).put("receivers", receivers);
    }

    private JsonObject told(Router router, String named, Instant at) {
        String who = router.onDuty(named, at);
        return new JsonObject()
                .put("rota", named.startsWith(ROTA) ? named.substring(ROTA.length()) : null)
                .put("who", who)
                .put("title", names.of(who))
                .put("gap", router.isGap(named, at));
    }
}
