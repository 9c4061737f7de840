package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.alarm.backtest.Backtest;
import az.ocaq.alarm.backtest.BacktestResult;
import az.ocaq.alarm.backtest.Occurrence;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.measurement.DeviceId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /rules}: the alarm rules in service, and what a rule would have said of the past. */
final class RuleResource {
    private static final int LONGEST_RULE = 20_000;
    private static final int MOST_OCCURRENCES = 1_000;
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final int MINUTES_BEFORE_WARNING = 10;

    private final Supplier<Rules> rules;
    private final DeviceRegistry registry;
    private final Backtest backtest;
    private final WorkerExecutor worker;
    private boolean running;

    RuleResource(Vertx vertx, WebParts parts) {
        this.rules = parts.rules();
        this.registry = parts.registry();
        this.backtest = new Backtest(parts.store(), registry);
        this.worker = vertx.createSharedWorkerExecutor("backtest", 1, MINUTES_BEFORE_WARNING, TimeUnit.MINUTES);
    }

    Future<Reply> list(Request request) {
        JsonArray items = new JsonArray();
        rules.get()
                .all()
                .forEach(it -> items.add(new JsonObject()
                        .put("id", it.id())
                        .put("title", TitleJson.of(it.title()))
                        .put("priority", it.priority().word())
                        .put("text", rules.get().texts().getOrDefault(it.id(), ""))));
        return Reply.ok(new JsonObject().put("items", items)).now();
    }

    /** One at a time: it takes a processor for as long as it runs. */
    Future<Reply> backtest(Request request) {
        Instant from = time(request, "from");
        Instant to = time(request, "to");
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw Problem.badRequest("from must be before to, and at most " + LONGEST.toDays() + " days before");
        }
        Rule rule = rule(request);
        Predicate<Device> tried = tried(request.reach());
        if (running) {
            throw Problem.of(429, "another backtest is running; try again when it is over", "busy");
        }
        Rules companions = rules.get();
        running = true;
        return worker.executeBlocking(() -> backtest.run(rule, companions, tried, from, to))
                .map(result -> Reply.ok(json(result)))
                .onComplete(done -> running = false);
    }

    private Rule rule(Request request) {
        Optional<String> id = request.text("id").filter(it -> !it.isEmpty());
        Object given = request.body().getValue("rule");
        if (given == null) {
            return id.flatMap(rules.get()::rule)
                    .orElseThrow(() -> Problem.badRequest("rule is missing, and id names no rule in service"));
        }
        String text = given instanceof JsonObject object ? object.encode() : String.valueOf(given);
        if (text.length() > LONGEST_RULE) {
            throw Problem.badRequest("rule has at most " + LONGEST_RULE + " characters");
        }
        Problems problems = new Problems();
        List<Rule> drafts = Rules.drafts("rule", new StringReader(text), problems);
        if (!problems.all().isEmpty()) {
            throw Problem.badRequest(String.join("; ", problems.all()));
        }
        List<Rule> wanted = drafts.stream()
                .filter(it -> id.isEmpty() || it.id().equals(id.get()))
                .toList();
        if (wanted.size() != 1) {
            throw Problem.badRequest("id must name one of the rules: "
                    + String.join(", ", drafts.stream().map(Rule::id).toList()));
        }
        return wanted.get(0);
    }

    private static Predicate<Device> tried(Reach reach) {
        return device -> reach.device(device.id(), device.type().utility());
    }

    private static Instant time(Request request, String name) {
        Object value = request.body().getValue(name);
        try {
            return value instanceof Number millis
                    ? Instant.ofEpochMilli(millis.longValue())
                    : OffsetDateTime.parse(String.valueOf(value)).toInstant();
        } catch (DateTimeParseException e) {
            throw Problem.badRequest(name + " must be epoch milliseconds or ISO 8601 with an offset");
        }
    }

    private JsonObject json(BacktestResult result) {
        JsonArray devices = new JsonArray();
        result.byDevice().forEach((device, occurrences) -> devices.add(device(device, occurrences, result)));
        JsonArray occurrences = new JsonArray();
        result.occurrences().stream().limit(MOST_OCCURRENCES).forEach(it -> occurrences.add(json(it, result)));
        return new JsonObject()
                .put("rule", result.rule())
                .put("from", result.from().toEpochMilli())
                .put("to", result.to().toEpochMilli())
                .put("readings", result.readings())
                .put("stored_from", Words.millis(result.first()))
                .put("raised", result.occurrences().size())
                .put("short", result.brief())
                .put("short_seconds", BacktestResult.SHORT.toSeconds())
                .put("sentence", result.sentence())
                .put("unit", result.unit())
                .put("devices", devices)
                .put("occurrences", occurrences)
                .put("left_out", Math.max(0, result.occurrences().size() - MOST_OCCURRENCES));
    }

    private JsonObject device(String name, List<Occurrence> occurrences, BacktestResult result) {
        BacktestResult own = new BacktestResult(
                result.rule(), "", result.from(), result.to(), result.readings(), result.first(), occurrences);
        return new JsonObject()
                .put("device", name)
                .put("site_title", siteTitle(name))
                .put("device_title", deviceTitle(name))
                .put("raised", occurrences.size())
                .put("short", own.brief())
                .put(
                        "seconds",
                        occurrences.stream()
                                .mapToLong(it -> it.duration(result.to()).toSeconds())
                                .sum());
    }

    private JsonObject siteTitle(String name) {
        return DeviceId.parse(name)
                .or(() -> DeviceId.parse(name + "/group"))
                .flatMap(it -> registry.site(it.settlement(), it.site()))
                .map(it -> TitleJson.of(it.title()))
                .orElseGet(() -> TitleJson.of(name));
    }

    /** The device's name; a group has none beside its place's. */
    private @Nullable JsonObject deviceTitle(String name) {
        return DeviceId.parse(name)
                .flatMap(registry::device)
                .map(it -> TitleJson.of(it.title()))
                .orElse(null);
    }

    private static JsonObject json(Occurrence it, BacktestResult result) {
        return new JsonObject()
                .put("device", it.device())
                .put("from", it.from().toEpochMilli())
                .put("to", Words.millis(it.to()))
                .put("seconds", it.duration(result.to()).toSeconds())
                .put("priority", it.priority().word())
                .put("value", Words.number(it.value()));
    }
}
