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
import java.util.ArrayList;
import java.util.List;

/** {@code /alarms/{alarm}/assignees}: people and crews who can be made responsible for an alarm, and nobody else. */
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
        return all(alarm(request))
                .map(items -> Reply.ok(
                        new JsonObject().put("items", new JsonArray(items)).putNull("next")));
    }

    /** Makes sure that whoever is to be responsible for an alarm reaches it: work that nobody sees is not done. */
    Future<Void> require(Request request, String assignee) {
        return all(alarm(request))
                .map(items -> items.stream().anyMatch(it -> assignee.equals(it.getString("id"))))
                .compose(
                        known -> known || assignee.equals(request.actor().user())
                                ? Future.succeededFuture()
                                : Future.failedFuture(
                                        Problem.badRequest(
                                                "assignee must be one of /alarms/{alarm}/assignees; nobody of this name reaches the alarm")));
    }

    private Alarm alarm(Request request) {
        return desk.alarm(request.number("alarm"))
                .filter(it -> sight.sees(request.reach(), it))
                .orElseThrow(() -> Problem.notFound("there is no such alarm"));
    }

    private Future<List<JsonObject>> all(Alarm alarm) {
        return accounts.all().map(all -> {
            List<JsonObject> items = new ArrayList<>();
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
            return items;
        });
    }

    private static Reach reach(Actor actor) {
        return new Reach(actor, actor.role() == Role.ADMIN ? Extent.ALL : Extent.SCOPE);
    }
}
