package az.ocaq.web;

import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.PublicWarning;
import az.ocaq.alarm.PublicWarning.Stage;
import az.ocaq.device.Title;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /warnings}: what the public would be told, is told and was told, for those who decide. */
final class WarningResource {
    private static final int MOST = 200;

    private final AlarmDesk desk;
    private final AlarmJson json;
    private final AlarmSight sight;
    private final CapDocument texts;
    private final Clock clock;

    WarningResource(WebParts parts, AlarmJson json, AlarmSight sight) {
        this.desk = parts.alarms();
        this.json = json;
        this.sight = sight;
        this.texts = new CapDocument(parts.registry(), parts.rules(), "");
        this.clock = parts.clock();
    }

    Future<Reply> list(Request request) {
        return desk.publicWarnings(clock.instant().minus(CapFeed.SHOWN)).map(found -> {
            List<PublicWarning> seen = new ArrayList<>(found.stream()
                    .filter(it -> sight.sees(request.reach(), it.alarm()))
                    .toList());
            Collections.reverse(seen);
            return Reply.ok(new JsonObject()
                    .put(
                            "items",
                            new JsonArray(
                                    seen.stream().limit(MOST).map(this::json).toList()))
                    .putNull("next"));
        });
    }

    /** What a draft would be given with: an alarm may have got worse since it was raised. */
    private Priority worst(Alarm drafted) {
        return desk.alarm(drafted.id())
                .filter(it -> it.occurrence() == drafted.occurrence())
                .map(Alarm::priority)
                .orElse(drafted.priority());
    }

    Future<Reply> approve(Request request) {
        return decide(request, true);
    }

    Future<Reply> decline(Request request) {
        return decide(request, false);
    }

    private Future<Reply> decide(Request request, boolean approved) {
        Alarm alarm = desk.alarm(request.number("alarm"))
                .filter(it -> sight.sees(request.reach(), it))
                .orElseThrow(() -> Problem.notFound("there is no such alarm"));
        return desk.warn(
                        alarm.id(),
                        approved,
                        Deed.occurrence(request.body().getValue("occurrence")),
                        request.text("text").orElse(""),
                        request.actor())
                .map(it -> Reply.ok(json.of(it, true)));
    }

    private JsonObject json(PublicWarning it) {
        Alarm alarm = it.alarm();
        int last = it.steps().size() - 1;
        Priority priority = last < 0 ? worst(alarm) : it.steps().get(last).priority();
        PublicWarning.Kind says = last < 0 || it.stage() != Stage.NONE
                ? PublicWarning.Kind.ALERT
                : it.steps().get(last).kind();
        JsonArray steps = new JsonArray();
        for (int step = 0; step <= last; step++) {
            steps.add(step(it, step));
        }
        return new JsonObject()
                .put("alarm", json.of(alarm, true).put("priority", priority.word()))
                .put("stage", it.stage() == Stage.NONE ? "over" : Words.word(it.stage()))
                .put("headline", title(language -> texts.headline(alarm, says, language)))
                .put("instruction", title(language -> texts.instruction(alarm, language)))
                .put("area", title(language -> texts.area(alarm, language)))
                .put("category", texts.category(alarm))
                .put("severity", CapDocument.severity(priority))
                .put("urgency", CapDocument.urgency(priority))
                .put("decision", decision(it))
                .put("steps", steps);
    }

    private static @Nullable JsonObject decision(PublicWarning warning) {
        return warning.decision()
                .map(it -> new JsonObject()
                        .put("by", it.who())
                        .put("at", it.at().toEpochMilli())
                        .put("text", it.text()))
                .orElse(null);
    }

    private static JsonObject step(PublicWarning warning, int step) {
        PublicWarning.Step it = warning.steps().get(step);
        return new JsonObject()
                .put("kind", Words.word(it.kind()))
                .put("at", it.at().toEpochMilli())
                .put("priority", it.priority().word())
                .put("document", "/api/v1/cap/" + CapDocument.identifier(warning, step));
    }

    private static JsonObject title(Function<String, String> text) {
        return TitleJson.of(new Title(text.apply("az"), text.apply("ru"), text.apply("en")));
    }
}
