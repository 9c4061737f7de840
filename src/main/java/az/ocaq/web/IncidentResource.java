package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.AlarmReach;
import az.ocaq.alarm.AlarmState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /alarms/{alarm}/incident}: one fault with everything that it explains. */
final class IncidentResource {
    private static final Set<AlarmReach.Cut> WITH_SUPPLY = Set.of(AlarmReach.Cut.NOTHING, AlarmReach.Cut.COMMUNICATION);
    private static final Set<AlarmState> ACTIVE = Set.of(AlarmState.UNACK, AlarmState.ACKED);

    private final AlarmDesk desk;
    private final AlarmJson json;
    private final AlarmSight sight;
    private final Clock clock;

    IncidentResource(WebParts parts, AlarmJson json, AlarmSight sight) {
        this.desk = parts.alarms();
        this.json = json;
        this.sight = sight;
        this.clock = parts.clock();
    }

    Future<Reply> read(Request request) {
        Reach reach = request.reach();
        Alarm root = desk.alarm(request.number("alarm"))
                .filter(it -> sight.sees(reach, it))
                .orElseThrow(() -> Problem.notFound("there is no such alarm"));
        return desk.incident(root.id()).map(found -> {
            List<Alarm> members =
                    found.members().stream().filter(it -> sight.sees(reach, it)).toList();
            Set<Long> seen = new HashSet<>();
            JsonArray items = new JsonArray();
            members.forEach(it -> {
                seen.add(it.id());
                items.add(json.of(it, true).put("pocket", isPocket(root, it)));
            });
            JsonArray deeds = new JsonArray();
            found.deeds().stream()
                    .filter(it -> seen.contains(it.alarm()))
                    .forEach(it -> deeds.add(json.of(it.entry(), true).put("alarm", it.alarm())));
            return Reply.ok(new JsonObject()
                    .put("alarm", root.id())
                    .put("members", items)
                    .put("deeds", deeds)
                    .put("customer_minutes", customerMinutes(root, members, clock.instant())));
        });
    }

    /** Still without when what explained it is over. */
    private static boolean isPocket(Alarm root, Alarm member) {
        return ACTIVE.contains(member.state()) && !ACTIVE.contains(root.state());
    }

    /**
     * Minutes without supply so far, over all customers: of those that are without up to now, of those that are back until
     * they came back. Null for what is no group's alarm, and where nothing is cut but the data.
     */
    private static @Nullable Long customerMinutes(Alarm root, List<Alarm> members, Instant now) {
        if (!root.reach().isOfGroup() || WITH_SUPPLY.contains(root.reach().cut())) {
            return null;
        }
        Set<String> without = new HashSet<>(root.reach().sites());
        Map<String, Instant> back = new HashMap<>();
        for (Alarm member : members) {
            String site = member.device().settlement() + "/" + member.device().site();
            boolean over = !ACTIVE.contains(member.state()) && member.state() != AlarmState.DSUPR;
            if (over && !member.reach().isOfGroup() && !without.contains(site)) {
                back.merge(site, member.changedAt(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        Duration all = Duration.between(root.began(), now).multipliedBy(without.size());
        for (Instant until : back.values()) {
            all = all.plus(Duration.between(root.began(), until));
        }
        return all.toMinutes();
    }
}
