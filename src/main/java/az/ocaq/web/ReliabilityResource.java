package az.ocaq.web;

import az.ocaq.alarm.Interruptions;
import az.ocaq.alarm.kpi.Journal;
import az.ocaq.alarm.kpi.MajorEvents;
import az.ocaq.alarm.kpi.Outage;
import az.ocaq.alarm.kpi.Reliability;
import az.ocaq.alarm.kpi.Supply;
import az.ocaq.alarm.kpi.SupplyHistory;
import az.ocaq.alarm.kpi.SupplyPeriods;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.alarm.rule.Utility;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /kpi/reliability}: how well homes are supplied, after IEEE 1366. */
final class ReliabilityResource {
    private static final Duration USUAL = Duration.ofDays(365);
    /** Longer than twelve months. */
    private static final int YEAR_DAYS = 370;

    /** So long after supply failed its alarm may come: three silent intervals and the counting of a group. */
    private static final Duration NOTICED = Duration.ofHours(1);

    private static final int OFTEN = 3;
    private static final int MOST_OFTEN = 1_000;
    private static final int LONG_HOURS = 8;
    private static final int LONGEST_HOURS = 8_760;
    private static final int MOST_OUTAGES = 200;

    private final DeviceRegistry registry;
    private final Supplier<Rules> rules;
    private final Journal journal;
    private final SupplyHistory history;
    private final WorkerExecutor worker;
    private final Clock clock;

    ReliabilityResource(Vertx vertx, WebParts parts) {
        this.registry = parts.registry();
        this.rules = parts.rules();
        this.journal = new Journal(parts.database());
        this.worker = vertx.createSharedWorkerExecutor("reliability", 1);
        this.history = new SupplyHistory(parts.database(), journal, worker);
        this.clock = parts.clock();
    }

    /** Whose supply each line is about. */
    private enum By {
        SETTLEMENT,
        FEEDER,
        ALL
    }

    private record Question(Asked asked, By by, SupplyPeriods.Hard hard, int outages, Instant now) {}

    Future<Reply> reliability(Request request) {
        Instant now = clock.instant();
        Question question = new Question(
                Asked.of(request, USUAL, now),
                request.query().word("by", By.class).orElse(By.SETTLEMENT),
                new SupplyPeriods.Hard(
                        request.query().integer("often", 1, MOST_OFTEN, OFTEN),
                        Duration.ofHours(request.query().integer("long_hours", 1, LONGEST_HOURS, LONG_HOURS))),
                request.query().integer("outages", 0, MOST_OUTAGES, 0),
                now);
        List<Utility> reached = Stream.of(Utility.values())
                .filter(it -> request.reach().utility(it.word()))
                .toList();
        Optional<Utility> asked = request.query().word("utility", Utility.class);
        return worker.executeBlocking(() -> Customers.of(registry, rules.get(), reached), false)
                .compose(customers -> answer(request, question, customers, asked.or(() -> first(reached))));
    }

    private static Optional<Utility> first(List<Utility> reached) {
        return reached.stream().findFirst();
    }

    private Future<Reply> answer(Request request, Question question, Customers customers, Optional<Utility> asked) {
        JsonObject told = new JsonObject()
                .put("utility", asked.map(Utility::word).orElse(null))
                .put("utilities", customers.utilities(seen(question.asked(), request)));
        Optional<Reliability> found =
                asked.flatMap(customers::of).filter(it -> !it.rules().isEmpty());
        if (found.isEmpty()) {
            return Reply.ok(told.put("items", new JsonArray())
                            .put("twelve_months", new JsonArray())
                            .putNull("next"))
                    .now();
        }
        Reliability reliability = found.get();
        // a day more, wherever the settlement is
        LocalDate month = day(question.asked().from()).withDayOfMonth(1).minusDays(1);
        LocalDate year = day(question.asked().to()).minusDays(YEAR_DAYS);
        return journal.monitoredSince(reliability.rules())
                .map(since -> since.orElse(question.now()))
                .compose(since -> history.supply(
                                reliability, since, month.isBefore(year) ? month : year, question.now())
                        .compose(supply -> worker.executeBlocking(
                                        () -> answer(request, question, reliability, supply, since), false)
                                .compose(answer -> outages(request, question, reliability, supply)
                                        .map(list -> answer.put("outages", list)))))
                .map(answer -> Reply.ok(told.mergeIn(answer)));
    }

    /** Whose interruptions would be found, of each utility in the caller's reach: of others nothing is said. */
    private record Customers(Map<Utility, Reliability> each) {
        static Customers of(DeviceRegistry registry, Rules rules, List<Utility> reached) {
            Map<Utility, Reliability> each = new EnumMap<>(Utility.class);
            reached.forEach(it -> each.put(it, new Reliability(registry, rules, it)));
            return new Customers(each);
        }

        Optional<Reliability> of(Utility utility) {
            return Optional.ofNullable(each.get(utility));
        }

        JsonArray utilities(List<Settlement> seen) {
            JsonArray found = new JsonArray();
            each.forEach((utility, reliability) -> {
                if (seen.stream().anyMatch(it -> reliability.served(it.id()) > 0)) {
                    found.add(utility.word());
                }
            });
            return found;
        }
    }

    /** What the rules are called whose alarms tell of interruptions. */
    private JsonArray alarms(Reliability reliability) {
        JsonArray titles = new JsonArray();
        rules.get().all().stream()
                .filter(it -> reliability.rules().contains(it.id()))
                .forEach(it -> titles.add(TitleJson.of(it.title())));
        return titles;
    }

    private List<Settlement> seen(Asked asked, Request request) {
        return registry.settlements().stream()
                .filter(it -> request.reach().settlement(it.id()) && asked.includes(it.id()))
                .toList();
    }

    private static LocalDate day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private JsonObject answer(
            Request request, Question question, Reliability reliability, Supply supply, Instant since) {
        MajorEvents major = MajorEvents.of(supply.days());
        SupplyPeriods periods = new SupplyPeriods(supply, major.days(), question.hard(), since, question.now());
        List<Settlement> seen = seen(question.asked(), request);
        Lines lines = new Lines(question.asked(), periods);
        switch (question.by()) {
            case SETTLEMENT -> seen.forEach(it -> lines.add(names(it), periods.of(it)));
            case FEEDER ->
                seen.forEach(it -> reliability
                        .customersBehind(it.id())
                        .keySet()
                        .forEach(place -> lines.add(names(it, place), periods.of(it, place))));
            case ALL -> {
                if (!seen.isEmpty()) {
                    lines.add(new JsonObject().putNull("settlement").putNull("title"), periods.together(seen));
                }
            }
        }
        JsonObject limits = new JsonObject();
        new TreeMap<>(major.limits()).forEach((year, limit) -> limits.put(String.valueOf(year), limit));
        return new JsonObject()
                .put("since", since.toEpochMilli())
                .put("often", question.hard().interruptions())
                .put("long_hours", question.hard().duration().toHours())
                .put("major_event_limits_minutes", limits)
                .put("alarms", alarms(reliability))
                .put("items", lines.months)
                .put("twelve_months", lines.years)
                .putNull("next");
    }

    /** The longest outages that began in the time asked for, as many as were asked for. */
    private Future<JsonArray> outages(Request request, Question question, Reliability reliability, Supply supply) {
        Asked asked = question.asked();
        Set<String> seen = seen(asked, request).stream().map(Settlement::id).collect(Collectors.toSet());
        List<Outage> longest = question.outages() == 0
                ? List.of()
                : Outage.longestFirst(supply.interruptions().stream()
                                .filter(it -> seen.contains(it.settlement()))
                                .filter(it -> !it.began().isBefore(asked.from())
                                        && it.began().isBefore(asked.to()))
                                .toList())
                        .stream()
                        .limit(question.outages())
                        .toList();
        if (longest.isEmpty()) {
            return Future.succeededFuture(new JsonArray());
        }
        // an alarm is raised some time after supply failed
        Instant to = longest.stream().map(Outage::until).max(Instant::compareTo).orElseThrow();
        return journal.causes(asked.from(), to.plus(NOTICED), reliability.rules())
                .map(closed -> {
                    JsonArray list = new JsonArray();
                    longest.forEach(it -> list.add(json(it, closed)));
                    return list;
                });
    }

    private JsonObject json(Outage it, List<Journal.Closed> closed) {
        List<Journal.Closed> own = closed.stream()
                .filter(one -> one.place().equals(it.place()) || one.place().startsWith(it.place() + "/"))
                .filter(one -> !one.raised().isBefore(it.began())
                        && !one.raised().isAfter(it.until().plus(NOTICED)))
                .sorted(Comparator.comparing(Journal.Closed::place))
                .toList();
        return registry.settlement(it.settlement())
                .map(settlement -> names(settlement, it.place()))
                .orElseGet(() -> new JsonObject().put("settlement", it.settlement()))
                .put("began", it.began().toEpochMilli())
                .put("minutes", it.duration().toMillis() / 60_000.0)
                .put("customers", it.customers())
                .put("customer_minutes", it.minutes())
                .put("planned", it.planned())
                .put("provisional", it.open())
                .put(
                        "alarm",
                        own.stream().map(Journal.Closed::alarm).findFirst().orElse(null))
                .put(
                        "causes",
                        new JsonArray(own.stream()
                                .flatMap(one -> one.cause().stream())
                                .distinct()
                                .toList()));
    }

    private static final class Lines {
        private final Asked asked;
        private final SupplyPeriods periods;
        private final JsonArray months = new JsonArray();
        private final JsonArray years = new JsonArray();

        Lines(Asked asked, SupplyPeriods periods) {
            this.asked = asked;
            this.periods = periods;
        }

        void add(JsonObject names, SupplyPeriods.Scope scope) {
            periods.months(scope, asked.from(), asked.to()).forEach(it -> months.add(json(names, it)));
            periods.lastYear(scope, asked.to()).ifPresent(it -> years.add(json(names, it)));
        }
    }

    private static JsonObject names(Settlement settlement) {
        return new JsonObject().put("settlement", settlement.id()).put("title", TitleJson.of(settlement.title()));
    }

    private JsonObject names(Settlement settlement, String place) {
        String site = place.substring(place.indexOf('/') + 1);
        return names(settlement)
                .put("site", site)
                .put(
                        "site_title",
                        registry.site(settlement.id(), site)
                                .map(it -> TitleJson.of(it.title()))
                                .orElseGet(() -> TitleJson.of(site)));
    }

    private static JsonObject json(JsonObject names, SupplyPeriods.Period it) {
        return names.copy()
                .put("month", it.month().toString())
                .put("from", it.from().toEpochMilli())
                .put("customers", it.customers())
                .put("interruptions", it.interruptions())
                .put("provisional", it.provisional())
                .put("major_event_days", it.majorDays())
                .put("unplanned", json(it.unplanned()))
                .put("without_major_events", json(it.ordinary()))
                .put("planned", json(it.planned()));
    }

    private static JsonObject json(SupplyPeriods.Part it) {
        Interruptions indices = it.indices();
        return new JsonObject()
                .put("saifi", indices.saifi())
                .put("saidi_minutes", indices.saidiMinutes())
                .put("caidi_minutes", indices.saifi() == 0 ? null : indices.caidiMinutes())
                .put("maifi", indices.maifi())
                .put("asai", indices.asai())
                .put("cemi", it.cemi())
                .put("celid", it.celid());
    }
}
