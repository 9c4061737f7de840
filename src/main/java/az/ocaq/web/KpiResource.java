package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.NightFlow;
import az.ocaq.alarm.backtest.Backtest;
import az.ocaq.alarm.backtest.Proposal;
import az.ocaq.alarm.kpi.AlarmFigures;
import az.ocaq.alarm.kpi.Journal;
import az.ocaq.alarm.kpi.JournalLine;
import az.ocaq.alarm.kpi.Review;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.measurement.DeviceId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /kpi/alarms}: how well alarms are, beside what the standards ask for. */
final class KpiResource {
    private static final Duration USUAL = Duration.ofDays(7);
    private static final int MOST_OPERATORS = 1_000;
    private static final int TOP_10_PERCENT = 5;
    /** Of fewer different alarms ten cannot be so small a share, however evenly they come. */
    private static final int ENOUGH_ALARMS = 10 * 100 / TOP_10_PERCENT;

    private final Vertx vertx;
    private final AlarmDesk desk;
    private final AlarmSight sight;
    private final DeviceRegistry registry;
    private final Supplier<Rules> rules;
    private final Journal journal;
    private final Backtest backtest;
    private final WorkerExecutor worker;
    private final Clock clock;

    KpiResource(Vertx vertx, WebParts parts, AlarmSight sight) {
        this.vertx = vertx;
        this.desk = parts.alarms();
        this.sight = sight;
        this.registry = parts.registry();
        this.rules = parts.rules();
        this.journal = new Journal(parts.database());
        this.backtest = new Backtest(parts.store(), registry);
        this.worker = vertx.createSharedWorkerExecutor("backtest", 1);
        this.clock = parts.clock();
    }

    Future<Reply> alarms(Request request) {
        Asked asked = Asked.of(request, USUAL, clock.instant());
        int operators = request.query().integer("operators", 1, MOST_OPERATORS, 1);
        Instant now = clock.instant();
        List<Alarm> standing = desk.standing().stream()
                .filter(it -> sight.sees(request.reach(), it)
                        && asked.includes(it.device().settlement()))
                .toList();
        return journal.lines(asked.from(), asked.to(), Optional.empty())
                .compose(lines -> journal.messages(
                                asked.from(), asked.to(), place -> sees(request.reach(), asked, place))
                        // half a million lines would keep everybody else waiting
                        .compose(messages -> vertx.executeBlocking(
                                        () -> {
                                            List<JournalLine> seen = lines.stream()
                                                    .filter(it -> sees(request.reach(), asked, it.device()))
                                                    .toList();
                                            return AlarmFigures.of(
                                                    seen, standing, operators, asked.from(), asked.to(), now);
                                        },
                                        false)
                                .map(figures ->
                                        Reply.ok(json(figures, messages, asked).put("operators", operators)))));
    }

    /** The pair that would have kept an alarm quiet in the last week. */
    Future<Reply> proposal(Request request) {
        Alarm alarm = desk.alarm(request.number("alarm"))
                .filter(it -> sight.sees(request.reach(), it))
                .orElseThrow(() -> Problem.notFound("there is no such alarm"));
        Optional<Rule> rule = rules.get().rule(alarm.rule());
        if (rule.isEmpty()) {
            throw Problem.notFound("the alarm's rule is not in service");
        }
        Instant now = clock.instant();
        String device = alarm.device().toString();
        return worker.executeBlocking(() -> Proposal.find(backtest, rule.get(), device, now.minus(USUAL), now))
                .map(found -> Reply.ok(json(found)));
    }

    /** Leakage of water districts, as it is reported. */
    Future<Reply> nightFlow(Request request) {
        Optional<String> settlement = request.query().slug("settlement");
        JsonArray items = new JsonArray();
        for (NightFlow it : desk.nightFlows()) {
            boolean asked =
                    settlement.isEmpty() || settlement.get().equals(it.device().settlement());
            Optional<Device> device = registry.device(it.device());
            if (asked
                    && device.isPresent()
                    && request.reach().device(it.device(), device.get().type().utility())) {
                items.add(json(it, device.get()));
            }
        }
        return Reply.ok(new JsonObject().put("items", items).putNull("next")).now();
    }

    private JsonObject json(NightFlow flow, Device device) {
        return new JsonObject()
                .put("device", flow.device().toString())
                .put(
                        "settlement_title",
                        registry.settlement(flow.device().settlement())
                                .map(it -> TitleJson.of(it.title()))
                                .orElseGet(() -> TitleJson.of(flow.device().settlement())))
                .put("title", TitleJson.of(device.title()))
                .put("rule", flow.rule())
                .put("night", flow.night().toEpochMilli())
                .put("nights", flow.nights())
                .put("minimum", flow.newest())
                .put("percentile20", flow.reported())
                .put("unit", flow.unit());
    }

    private boolean sees(Reach reach, Asked asked, String place) {
        Optional<DeviceId> id = DeviceId.parse(place).or(() -> DeviceId.parse(place + "/group"));
        return id.filter(it -> asked.includes(it.settlement()))
                .filter(it -> reach.device(
                        it,
                        registry.device(it).map(found -> found.type().utility()).orElse("")))
                .isPresent();
    }

    private JsonObject json(AlarmFigures it, Journal.Messages messages, Asked asked) {
        long total = it.rates().total();
        JsonObject figures = new JsonObject()
                .put("total", total)
                .put("average_10min", it.rates().averagePer10Minutes())
                .put("steady_10min", it.rates().steadyPer10Minutes())
                .put("peak_10min", it.rates().peak10Minutes())
                .put("flood_percent", it.rates().floodPercent())
                .put("top10_percent", it.rates().top10Percent())
                .put("chattering", it.rates().chattering().size())
                .put("standing", it.now().active())
                .put("stale", it.now().stale())
                .put("shelved", it.now().shelved())
                .put("oldest_shelf", Words.millis(it.now().oldestShelf()))
                .put("suppressed", it.now().suppressed())
                .put("out_of_service", it.now().outOfService())
                .put("oldest_out_of_service", Words.millis(it.now().oldestOutOfService()))
                .put("unowned", it.now().unowned())
                .put("unacknowledged", it.handling().unacknowledged())
                .put("late_percent", 100 * it.lateShare())
                .put("mtta_minutes", Words.number(it.handling().meanMinutesToAcknowledge()))
                .put("mtta_p50_minutes", Words.number(it.toAcknowledge().median()))
                .put("mtta_p90_minutes", Words.number(it.toAcknowledge().p90()))
                .put("mttr_minutes", Words.number(it.handling().meanMinutesToResolve()))
                .put("mttr_p50_minutes", Words.number(it.toResolve().median()))
                .put("mttr_p90_minutes", Words.number(it.toResolve().p90()));
        spread(figures, "assign", it.crews().toAssign());
        spread(figures, "travel", it.crews().travel());
        spread(figures, "on_site", it.crews().onSite());
        messages(figures, messages, total);
        JsonObject mix = new JsonObject();
        for (String priority : List.of("critical", "high", "medium", "low")) {
            mix.put(priority, it.mix().getOrDefault(priority, 0L));
        }
        JsonArray actors = new JsonArray();
        it.badActors().forEach(actor -> actors.add(json(actor)));
        return new JsonObject()
                .put("from", asked.from().toEpochMilli())
                .put("to", asked.to().toEpochMilli())
                .put("figures", figures)
                .put("targets", targets(it.rates().alarms()))
                .put("mix", mix)
                .put("chattering", new JsonArray(new ArrayList<>(it.rates().chattering())))
                .put("bad_actors", actors)
                .put(
                        "duplicates",
                        new JsonArray(it.review().duplicates().stream()
                                .map(this::json)
                                .toList()))
                .put(
                        "never_actioned",
                        new JsonArray(it.review().neverActioned().stream()
                                .map(this::json)
                                .toList()));
    }

    private static void spread(JsonObject figures, String name, AlarmFigures.Spread it) {
        var unused = figures.put(name + "_p50_minutes", Words.number(it.median()))
                .put(name + "_p90_minutes", Words.number(it.p90()));
    }

    private static void messages(JsonObject figures, Journal.Messages messages, long total) {
        var unused = figures.put("escalated_percent", total == 0 ? 0 : 100.0 * messages.escalatedOccurrences() / total)
                .put("messages_per_alarm", total == 0 ? 0 : (double) messages.all() / total)
                .put("delivery_p95_seconds", Words.number(AlarmFigures.Spread.rank(messages.secondsToSend(), 0.95)))
                .put("dead_letters", messages.deadLetters());
    }

    /** The largest value that is still good: EEMUA 191, ISA-18.2; the last five are Ocaq's own. */
    private static JsonObject targets(int alarms) {
        JsonObject targets = new JsonObject();
        if (alarms >= ENOUGH_ALARMS) {
            targets.put("top10_percent", TOP_10_PERCENT);
        }
        return targets.put("average_10min", 1)
                .put("steady_10min", 1)
                .put("peak_10min", 10)
                .put("flood_percent", 1)
                .put("chattering", 0)
                .put("stale", 5)
                .put("late_percent", 5)
                .put("escalated_percent", 5)
                .put("messages_per_alarm", 2)
                .put("delivery_p95_seconds", 30)
                .put("dead_letters", 0)
                .put("mix", new JsonObject().put("low", 80).put("medium", 15).put("high", 5));
    }

    private JsonObject json(Review.Duplicate it) {
        return new JsonObject()
                .put(
                        "first",
                        named(it.first().alarm(), it.first().rule(), it.first().device()))
                .put(
                        "second",
                        named(
                                it.second().alarm(),
                                it.second().rule(),
                                it.second().device()))
                .put("times", it.times())
                .put("together", it.together());
    }

    private JsonObject json(Review.Ignored it) {
        return new JsonObject()
                .put("rule", it.rule())
                .put(
                        "title",
                        rules.get()
                                .rule(it.rule())
                                .map(rule -> TitleJson.of(rule.title()))
                                .orElse(null))
                .put("annunciations", it.annunciations());
    }

    private JsonObject named(long alarm, String rule, String device) {
        JsonObject named = desk.alarm(alarm)
                .map(found -> new AlarmJson(registry, rules).of(found, true))
                .orElseGet(JsonObject::new);
        return new JsonObject()
                .put("title", named.getValue("title"))
                .put("settlement_title", named.getValue("settlement_title"))
                .put("site_title", named.getValue("site_title"))
                .put("alarm", alarm)
                .put("rule", rule)
                .put("device", device);
    }

    private JsonObject json(AlarmFigures.BadActor it) {
        return named(it.alarm(), it.rule(), it.device())
                .put("annunciations", it.annunciations())
                .put("percent", 100 * it.share())
                .put("chatters", it.chatters());
    }

    private static JsonObject json(Optional<Proposal> found) {
        return new JsonObject()
                .put("helps", found.isPresent())
                .put("occurrences", found.map(Proposal::occurrences).orElse(null))
                .put("episodes", found.map(Proposal::episodes).orElse(null))
                .put("deadband", found.flatMap(Proposal::deadband).orElse(null))
                .put(
                        "off_delay_seconds",
                        found.map(it -> it.offDelay().toSeconds()).orElse(null))
                .put("remaining", found.map(Proposal::remaining).orElse(null));
    }
}
