package az.ocaq.web;

import az.ocaq.access.Accounts;
import az.ocaq.access.Actor;
import az.ocaq.access.Extent;
import az.ocaq.access.Reach;
import az.ocaq.access.Role;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmDesk;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code /alarms/{alarm}/assignees}: people and crews who can be made responsible for an alarm. */
final class AssigneeResource {
    private final AlarmDesk desk;
    private final Accounts accounts;
    private final AlarmSight sight;

    AssigneeResource(WebParts parts, AlarmSight sight) {
        this.desk = parts.alarms();
        this.accounts = parts.accounts();
        this.sight = sight;
    }

    Future<Reply> list(Request request) {
        Alarm alarm = desk.alarm(request.number("alarm"))
                .filter(it -> sight.sees(request.reach(), it))
                .orElseThrow(() -> Problem.notFound("there is no such alarm"));
        return accounts.all().map(all -> {
            JsonArray items = new JsonArray();
            if (!alarm.utility().isEmpty()) {
                items.add(new JsonObject()
                        .put("id", AlarmSight.CREW + alarm.utility())
                        .put("kind", "crew"));
            }
            all.stream()
                    .filter(it -> it.role() != Role.RESIDENT && sight.sees(reach(it), alarm))
                    .forEach(it -> items.add(new JsonObject()
                            .put("id", it.user())
                            .put("kind", it.role().word())));
            return Reply.ok(new JsonObject().put("items", items).putNull("next"));
        });
    }

    private static Reach reach(Actor actor) {
        return new Reach(actor, actor.role() == Role.ADMIN ? Extent.ALL : Extent.SCOPE);
    }
}
