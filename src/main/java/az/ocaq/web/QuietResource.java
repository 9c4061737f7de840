package az.ocaq.web;

import az.ocaq.access.Extent;
import az.ocaq.access.Reach;
import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.QuietPeriod;
import az.ocaq.alarm.Weekly;
import az.ocaq.alarm.engine.Coverage;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Site;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code /silences} or {@code /maintenance}. */
final class QuietResource {
    private final QuietPeriod.Kind kind;
    private final AlarmDesk desk;
    private final DeviceRegistry registry;
    private final LabelNames names;
    private final Clock clock;

    QuietResource(QuietPeriod.Kind kind, WebParts parts) {
        this.kind = kind;
        this.desk = parts.alarms();
        this.registry = parts.registry();
        this.names = new LabelNames(registry, parts.rules());
        this.clock = parts.clock();
    }

    Future<Reply> list(Request request) {
        List<QuietPeriod> periods = desk.quietPeriods().stream()
                .filter(it -> it.kind() == kind && touches(request.reach(), it))
                .toList();
        return Reply.ok(new JsonObject()
                        .put("items", json(periods, request.reach()))
                        .put("next", (Object) null))
                .now();
    }

    /** Plans one; with {@code dry_run} only says which alarms it would cover. */
    Future<Reply> create(Request request) {
        Instant from = time(request, "from").orElseGet(clock::instant);
        Instant until = time(request, "until")
                .or(() -> request.text("duration").map(it -> from.plus(duration(it))))
                .orElseThrow(() -> Problem.badRequest("until or duration is missing"));
        boolean dryRun = Boolean.TRUE.equals(request.body().getValue("dry_run"));
        String reason = dryRun ? request.text("reason").orElse("") : request.requiredText("reason");
        QuietPeriod.Plan plan = new QuietPeriod.Plan(kind, match(request), from, until, weekly(request), reason);
        if (dryRun) {
            return desk.preview(plan, request.actor()).map(it -> Reply.ok(put(new JsonObject(), it)));
        }
        return desk.plan(plan, request.actor())
                .map(it -> Reply.ok(json(List.of(it), request.reach()).getJsonObject(0)));
    }

    Future<Reply> end(Request request) {
        return desk.end(request.number("period"), kind, request.actor())
                .map(it -> Reply.ok(json(List.of(it), request.reach()).getJsonObject(0)));
    }

    Future<Reply> review(Request request) {
        return desk.review(request.number("period"), kind, request.actor())
                .map(it -> Reply.ok(json(List.of(it), request.reach()).getJsonObject(0)));
    }

    /** With what each covers within reach, unless it is over. */
    private JsonArray json(List<QuietPeriod> periods, Reach reach) {
        Instant now = clock.instant();
        List<QuietPeriod> live =
                periods.stream().filter(it -> it.over().isAfter(now)).toList();
        Iterator<Coverage> coverages = desk.covered(live.stream()
                        .map(it -> within(reach, it.plan().match()))
                        .toList())
                .iterator();
        JsonArray items = new JsonArray();
        for (QuietPeriod period : periods) {
            JsonObject json = json(period, now);
            items.add(live.contains(period) ? put(json, coverages.next()) : json);
        }
        return items;
    }

    /** The same matchers, for no more than what is in reach: nobody learns how many alarms there are elsewhere. */
    private static Map<String, List<String>> within(Reach reach, Map<String, List<String>> match) {
        if (reach.extent() == Extent.ALL) {
            return match;
        }
        Map<String, List<String>> narrowed = new LinkedHashMap<>(match);
        narrow(narrowed, "settlement", List.copyOf(reach.actor().settlements()));
        Set<String> utilities = reach.actor().utilities();
        // what is of no utility is in everybody's reach
        narrow(
                narrowed,
                "utility",
                utilities.isEmpty()
                        ? List.of()
                        : Stream.concat(utilities.stream(), Stream.of("")).toList());
        return narrowed;
    }

    private static void narrow(Map<String, List<String>> match, String label, List<String> reached) {
        if (!reached.isEmpty()) {
            match.merge(
                    label,
                    reached,
                    (wanted, mine) -> wanted.stream().filter(mine::contains).toList());
        }
    }

    private JsonObject json(QuietPeriod it, Instant now) {
        QuietPeriod.Plan plan = it.plan();
        JsonObject match = new JsonObject();
        plan.match().forEach((label, values) -> match.put(label, new JsonArray(values)));
        return new JsonObject()
                .put("id", it.id())
                .put("state", it.covers(now) ? "active" : it.over().isAfter(now) ? "planned" : "over")
                .put("match", match)
                .put("names", names.of(plan.match()))
                .put("from", plan.from().toEpochMilli())
                .put("until", plan.until().toEpochMilli())
                .put("weekly", plan.weekly().map(QuietResource::json).orElse(null))
                .put("reason", plan.reason())
                .put("created_by", it.created().by())
                .put("created_at", it.created().at().toEpochMilli())
                .put("ended_at", Words.millis(it.ended().map(QuietPeriod.Deed::at)))
                .put("ended_by", Words.text(it.ended().map(QuietPeriod.Deed::by)))
                .put("to_review", it.isToBeReviewed(now))
                .put("reviewed_at", Words.millis(it.reviewed().map(QuietPeriod.Deed::at)))
                .put("reviewed_by", Words.text(it.reviewed().map(QuietPeriod.Deed::by)))
                .put("covers", (Object) null)
                .put("covers_active", (Object) null);
    }

    private static JsonObject json(Weekly weekly) {
        return new JsonObject()
                .put("days", new JsonArray(weekly.dayWords()))
                .put("start", weekly.start().toString())
                .put("end", weekly.end().toString());
    }

    private static Optional<Weekly> weekly(Request request) {
        Object given = request.body().getValue("weekly");
        if (given == null) {
            return Optional.empty();
        }
        if (!(given instanceof JsonObject weekly)) {
            throw Problem.badRequest("weekly must be an object with days, start and end");
        }
        Object days = weekly.getValue("days");
        try {
            return Optional.of(Weekly.parse(
                    days == null ? List.of() : values("days", days),
                    String.valueOf(weekly.getValue("start")),
                    String.valueOf(weekly.getValue("end"))));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("weekly: " + e.getMessage());
        }
    }

    private static JsonObject put(JsonObject json, Coverage coverage) {
        return json.put("covers", coverage.possible()).put("covers_active", coverage.standing());
    }

    /** Whether it may concern anything in reach. */
    private static boolean touches(Reach reach, QuietPeriod period) {
        List<String> settlements = period.plan().match().getOrDefault("settlement", List.of());
        return settlements.isEmpty() || settlements.stream().anyMatch(reach::settlement);
    }

    /** The matchers of the body; a {@code site} stands for all that it feeds, and names its settlement. */
    private Map<String, List<String>> match(Request request) {
        Map<String, List<String>> match = new LinkedHashMap<>();
        Object given = request.body().getValue("match", new JsonObject());
        if (!(given instanceof JsonObject labels)) {
            throw Problem.badRequest("match must be an object: label to value or list of values");
        }
        labels.forEach(it -> match.put(it.getKey(), values(it.getKey(), it.getValue())));
        request.text("site").ifPresent(it -> {
            Site site = site(it);
            match.put("settlement", List.of(site.settlement()));
            match.put(site.kind().word(), List.of(it));
        });
        return match;
    }

    private Site site(String id) {
        String[] parts = id.split("/", 2);
        return Optional.of(parts)
                .filter(it -> it.length == 2)
                .flatMap(it -> registry.site(it[0], it[1]))
                .orElseThrow(() -> Problem.badRequest("site must be the settlement/site of a site that there is"));
    }

    private static List<String> values(String label, Object value) {
        List<?> values = value instanceof JsonArray array ? array.getList() : List.of(value);
        if (values.size() > 100
                || !values.stream()
                        .allMatch(it -> it instanceof String text && !text.isEmpty() && text.length() <= 200)) {
            throw Problem.badRequest(label + " must be a text or a list of at most 100 texts");
        }
        return values.stream().map(String.class::cast).toList();
    }

    private static Optional<Instant> time(Request request, String name) {
        Object value = request.body().getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Number millis) {
            return Optional.of(Instant.ofEpochMilli(millis.longValue()));
        }
        try {
            return Optional.of(OffsetDateTime.parse(String.valueOf(value)).toInstant());
        } catch (DateTimeException e) {
            throw Problem.badRequest(name + " must be epoch milliseconds or ISO 8601 with an offset");
        }
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw Problem.badRequest("duration must be ISO 8601, such as PT1H");
        }
    }
}
