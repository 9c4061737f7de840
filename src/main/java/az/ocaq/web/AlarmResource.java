package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.Causes;
import az.ocaq.alarm.CrewAct;
import az.ocaq.alarm.Photo;
import az.ocaq.alarm.Priority;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /alarms}. */
final class AlarmResource {
    private static final int USUAL_LIMIT = 500;
    private static final int MOST = 5_000;

    private final AlarmDesk desk;
    private final AlarmJson json;
    private final AlarmSight sight;
    private final AlarmHistoryResource history;
    private final Causes causes;
    private final AssigneeResource assignees;

    AlarmResource(AlarmDesk desk, AlarmJson json, AlarmSight sight, Causes causes, AssigneeResource assignees) {
        this.assignees = assignees;
        this.causes = causes;
        this.desk = desk;
        this.json = json;
        this.sight = sight;
        this.history = new AlarmHistoryResource(desk, json, sight);
    }

    /** What is asked for. */
    private record Wanted(
            Set<AlarmState> states,
            Optional<Priority> priority,
            Optional<String> settlement,
            Optional<String> device,
            boolean mine) {
        boolean takes(Alarm alarm) {
            return states.contains(alarm.state())
                    && priority.stream().allMatch(it -> it == alarm.priority())
                    && settlement.stream()
                            .allMatch(it -> it.equals(alarm.device().settlement()))
                    && device.stream().allMatch(it -> it.equals(alarm.device().toString()));
        }
    }

    Future<Reply> list(Request request) {
        Query query = request.query();
        Reach reach = request.reach();
        Wanted wanted = new Wanted(
                states(query.text("state").orElse("standing")),
                query.word("priority", Priority.class),
                query.slug("settlement"),
                query.device("device").map(Object::toString),
                query.flag("mine"));
        int limit = query.integer("limit", 1, MOST, USUAL_LIMIT);
        int after = query.integer("after", 0, 999_999_999, 0);
        if (query.text("state").orElse("").equals("all")) {
            return history.list(
                    request, it -> wanted.takes(it) && (!wanted.mine() || sight.isFor(reach, it)), limit, after);
        }
        if (query.text("from").or(() -> query.text("to")).isPresent()) {
            throw Problem.badRequest("from and to go with state=all");
        }
        List<Alarm> found = desk.standing().stream()
                .filter(it -> sight.sees(reach, it) && wanted.takes(it) && (!wanted.mine() || sight.isFor(reach, it)))
                .toList();
        JsonArray items = new JsonArray();
        found.stream().skip(after).limit(limit).forEach(it -> items.add(json.of(it, staff(reach))));
        int next = after + items.size();
        return Reply.ok(new JsonObject()
                        .put("items", items)
                        .put("next", next < found.size() ? String.valueOf(next) : null))
                .now();
    }

    Future<Reply> one(Request request) {
        Alarm alarm = required(request);
        boolean staff = staff(request.reach());
        Future<List<Photo>> photos = staff ? desk.photos(alarm.id()) : Future.succeededFuture(List.of());
        return desk.journal(alarm.id())
                .compose(entries -> photos.map(pictures -> {
                    JsonArray journal = new JsonArray();
                    entries.forEach(it -> journal.add(json.of(it, staff)));
                    JsonArray taken = new JsonArray();
                    pictures.forEach(it -> taken.add(AlarmJson.of(it)));
                    return Reply.ok(json.of(alarm, staff)
                            .put(
                                    "affected_sites",
                                    staff ? json.sites(alarm.reach().sites()) : new JsonArray())
                            .put("journal", journal)
                            .put("photos", taken));
                }));
    }

    Future<Reply> journal(Request request) {
        return history.journal(request);
    }

    Future<Reply> deadLetters(Request request) {
        return history.deadLetters(request);
    }

    Future<Reply> retry(Request request) {
        return history.retry(request);
    }

    Future<Reply> acknowledge(Request request) {
        return act(request, CrewAct.Kind.ACKNOWLEDGE, "", "");
    }

    Future<Reply> onWay(Request request) {
        return act(request, CrewAct.Kind.ON_WAY, request.text("text").orElse(""), "");
    }

    Future<Reply> onSite(Request request) {
        String said = request.text("text").orElse("");
        String place = CrewWords.position(request.body());
        return act(request, CrewAct.Kind.ON_SITE, (said + " " + place).strip(), "");
    }

    Future<Reply> shelve(Request request) {
        boolean once = Boolean.TRUE.equals(request.body().getValue("once"));
        Optional<Duration> duration = request.text("duration").map(AlarmResource::duration);
        if (duration.isEmpty() && !once) {
            throw Problem.badRequest(
                    "duration is missing; a shelf that ends with the next return to normal says once: true");
        }
        return reply(
                desk.shelve(required(request).id(), duration, once, request.requiredText("reason"), request.actor()));
    }

    Future<Reply> unshelve(Request request) {
        return reply(desk.unshelve(required(request).id(), request.actor()));
    }

    Future<Reply> reset(Request request) {
        return reply(desk.reset(required(request).id(), request.actor()));
    }

    Future<Reply> outOfService(Request request) {
        return reply(desk.outOfService(required(request).id(), request.requiredText("reason"), request.actor()));
    }

    Future<Reply> inService(Request request) {
        return reply(desk.inService(required(request).id(), request.actor()));
    }

    Future<Reply> assign(Request request) {
        String assignee = request.requiredText("assignee");
        return assignees.require(request, assignee).compose(known -> act(request, CrewAct.Kind.ASSIGN, assignee, ""));
    }

    Future<Reply> note(Request request) {
        return act(request, CrewAct.Kind.NOTE, request.requiredText("text"), "");
    }

    Future<Reply> resolve(Request request) {
        String cause = request.text("cause").orElse("");
        if (!cause.isEmpty() && !causes.takes(cause, required(request).utility())) {
            throw Problem.badRequest("cause must be one of: "
                    + String.join(
                            ", ", causes.all().stream().map(Causes.Cause::id).toList()));
        }
        String text = CrewWords.withParts(request.text("text").orElse(""), request.body());
        return act(request, CrewAct.Kind.RESOLVE, text, cause);
    }

    Future<Reply> photo(Request request) {
        return desk.photo(required(request).id(), request.number("photo"))
                .map(found -> Reply.jpeg(found.orElseThrow(() -> Problem.notFound("there is no such photo"))));
    }

    Future<Reply> causes(Request request) {
        JsonArray items = new JsonArray();
        causes.all()
                .forEach(it -> items.add(new JsonObject()
                        .put("id", it.id())
                        .put("utilities", new JsonArray(it.utilities()))
                        .put("title", TitleJson.of(it.title()))));
        return Reply.ok(new JsonObject().put("items", items).putNull("next")).now();
    }

    private Future<Reply> act(Request request, CrewAct.Kind kind, String text, String cause) {
        return reply(desk.act(required(request).id(), Deed.of(request.body(), kind, text, cause), request.actor()));
    }

    private Future<Reply> reply(Future<Alarm> act) {
        return act.map(alarm -> Reply.ok(json.of(alarm, true)));
    }

    /** The alarm of the path, when it is in reach; whether others exist is not told. */
    private Alarm required(Request request) {
        return desk.alarm(request.number("alarm"))
                .filter(it -> sight.sees(request.reach(), it))
                .orElseThrow(() -> Problem.notFound("there is no such alarm"));
    }

    private static boolean staff(Reach reach) {
        return !reach.isResident();
    }

    private static Set<AlarmState> states(String words) {
        if (words.equals("all") || words.equals("standing")) {
            return EnumSet.allOf(AlarmState.class);
        }
        Set<AlarmState> states = EnumSet.noneOf(AlarmState.class);
        for (String word : words.split(",", -1)) {
            states.add(Arrays.stream(AlarmState.values())
                    .filter(it -> it.name().equals(word))
                    .findFirst()
                    .orElseThrow(() -> Problem.badRequest("state must be standing, all, or states joined by commas: "
                            + Arrays.toString(AlarmState.values()))));
        }
        return states;
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw Problem.badRequest("duration must be ISO 8601, such as PT1H");
        }
    }
}
