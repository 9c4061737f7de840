package az.ocaq.alarm.scenario;

import az.ocaq.alarm.AlarmHandling;
import az.ocaq.alarm.AlarmRates;
import az.ocaq.alarm.Interruptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Computes the key figures of a scenario from its events, at the end of the period. */
final class KpiRunner {
    private final Scenario scenario;
    private final Seen seen;
    private long end;

    KpiRunner(Scenario scenario, Seen seen) {
        this.scenario = scenario;
        this.seen = seen;
    }

    void run(JsonNode rule) {
        Keys.check("the rule", rule, Keys.KPI);
        Duration period = Duration.parse(ScenarioReader.text(rule, "period"));
        end = scenario.start() + period.toMillis();
        Entry entry = new Entry(end, "kpi");
        switch (rule.path("kind").asText()) {
            case "kpi_1366" -> interruptions(rule, period, entry.kpi);
            case "kpi_eemua" -> rates(rule, period, entry.kpi);
            case "kpi_lifecycle" -> handling(entry.kpi);
            default ->
                throw new ScenarioException("unknown kind " + rule.path("kind").asText());
        }
        seen.add(entry);
    }

    private void interruptions(JsonNode rule, Duration period, Map<String, Object> kpi) {
        List<List<Interruptions.Step>> all = new ArrayList<>();
        // Announced work is counted apart.
        events("interruption")
                .filter(it -> !it.node().path("planned").asBoolean(false))
                .forEach(it -> {
                    List<Interruptions.Step> steps = new ArrayList<>();
                    // What is restored all at once needs no steps; an outage that is not over yet counts up to now.
                    (it.node().has("steps") ? it.node().get("steps") : List.of(it.node()))
                            .forEach(step -> steps.add(new Interruptions.Step(
                                    step.path("customers").asDouble(),
                                    step.has("duration")
                                            ? Duration.parse(
                                                    step.get("duration").asText())
                                            : Duration.ofMillis(end - it.time()))));
                    all.add(steps);
                });
        Duration sustained = Duration.parse(rule.path("sustained_over").asText("PT5M"));
        Interruptions figures = Interruptions.Sums.of(all, sustained)
                .indices(rule.path("customers_served").asDouble(), period);
        kpi.put("saifi", figures.saifi());
        kpi.put("saidi_min", figures.saidiMinutes());
        kpi.put("caidi_min", figures.caidiMinutes());
        kpi.put("maifi", figures.maifi());
        kpi.put("asai", figures.asai());
    }

    private void rates(JsonNode rule, Duration period, Map<String, Object> kpi) {
        Map<String, List<Instant>> times = new HashMap<>();
        events("annunciated")
                .forEach(it -> times.computeIfAbsent(it.device(), key -> new ArrayList<>())
                        .add(Instant.ofEpochMilli(it.time())));
        AlarmRates rates = AlarmRates.of(times, rule.path("operators").asInt(1), period);
        kpi.put("total", rates.total());
        kpi.put("avg_per_10min", rates.averagePer10Minutes());
        kpi.put("peak_10min", rates.peak10Minutes());
        kpi.put("pct_bins_over_10", rates.floodPercent());
        kpi.put("top10_pct", rates.top10Percent());
        kpi.put("chattering", rates.chattering());
    }

    private void handling(Map<String, Object> kpi) {
        // Announced work is counted apart.
        List<AlarmHandling.Times> times = all("kpi_alarm")
                .filter(it -> !it.node().path("planned").asBoolean(false))
                .filter(it -> raised(it.node()).toEpochMilli() < end)
                .map(it -> new AlarmHandling.Times(
                        raised(it.node()),
                        time(it.node(), "acked"),
                        time(it.node(), "resolved"),
                        time(it.node(), "cleared")))
                .toList();
        AlarmHandling handling = AlarmHandling.of(times, Instant.ofEpochMilli(end));
        kpi.put("mtta_min", handling.meanMinutesToAcknowledge().orElse(0));
        kpi.put("mttr_min", handling.meanMinutesToResolve().orElse(0));
        kpi.put("stale_over_24h", handling.staleOver24Hours());
        kpi.put("unacked", handling.unacknowledged());
    }

    /** What happens after the period is not known at its end. */
    private Stream<Scenario.Input> events(String event) {
        return all(event).filter(it -> it.time() < end);
    }

    private Stream<Scenario.Input> all(String event) {
        return scenario.inputs().stream().filter(it -> it.event().equals(event));
    }

    private Instant raised(JsonNode node) {
        return Instant.ofEpochMilli(scenario.start() + Times.millis(ScenarioReader.text(node, "raised")));
    }

    private Optional<Instant> time(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key))
                .map(it -> Instant.ofEpochMilli(scenario.start() + Times.millis(it.asText())))
                .filter(it -> it.toEpochMilli() <= end);
    }
}
