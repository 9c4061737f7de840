package az.ocaq.cli;

import az.ocaq.alarm.backtest.Occurrence;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the weather of a simulated village was, for rules that tell of weather and not of a fault. It is what the sound instruments of a run
 * without faults show, so that an alarm that a broken instrument makes has no weather. Not thread-safe.
 */
final class WeatherTruth {
    /** The key of the file of expected faults under which these rules are. */
    static final String KEY = "weather";

    /**
     * Weather that a rule must tell of.
     *
     * @param metric of weather stations, in the metric's own unit
     * @param above from where on it is that weather
     * @param calm after so long below, the next time is another one
     */
    private record Sign(String rule, String metric, double above, Duration calm) {}

    /** From its first to its last reading above the limit. */
    private record Spell(String settlement, Instant from, Instant to) {}

    private final Map<String, Sign> signs = new LinkedHashMap<>();
    private final Map<String, List<Spell>> spells = new HashMap<>();

    private WeatherTruth() {}

    /** Weather of which nothing is known, so that it explains nothing. */
    static WeatherTruth none() {
        return new WeatherTruth();
    }

    /** Reads which rules tell of what weather: {@code weather: {storm_wind: {metric: wind_gust, above: 20}}}. */
    static WeatherTruth read(Path file) {
        Problems problems = new Problems();
        YamlMap rules = YamlFile.read(file, problems).mapOrEmpty(KEY);
        WeatherTruth truth = new WeatherTruth();
        for (String rule : rules.keys()) {
            YamlMap map = rules.map(rule);
            truth.signs.put(
                    rule,
                    new Sign(
                            rule,
                            map.string("metric"),
                            map.number("above", -1e9, 1e9),
                            map.duration("calm", Duration.ofHours(1))));
            map.finish();
        }
        problems.throwIfAny();
        return truth;
    }

    /** Takes the next reading of a run without faults. */
    void see(Reading reading) {
        String metric = reading.series().metric().name();
        for (Sign sign : signs.values()) {
            if (sign.metric().equals(metric) && reading.value() > sign.above()) {
                see(sign, reading.series().device().settlement(), reading.time());
            }
        }
    }

    private void see(Sign sign, String settlement, Instant time) {
        List<Spell> known = spells.computeIfAbsent(sign.rule(), rule -> new ArrayList<>());
        for (int i = known.size() - 1; i >= 0; i--) {
            Spell last = known.get(i);
            if (last.settlement().equals(settlement) && !time.isAfter(last.to().plus(sign.calm()))) {
                known.set(i, new Spell(settlement, last.from(), time));
                return;
            }
        }
        known.add(new Spell(settlement, time, time));
    }

    Collection<String> rules() {
        return Collections.unmodifiableSet(signs.keySet());
    }

    /** How often there was the weather that a rule tells of. */
    int times(String rule) {
        return spells.getOrDefault(rule, List.of()).size();
    }

    /** Of how many of them no alarm told: none began in them, and none from before lasted into them. */
    int untold(String rule, List<Occurrence> alarms) {
        return (int) spells.getOrDefault(rule, List.of()).stream()
                .filter(spell -> alarms.stream().noneMatch(it -> it.rule().equals(rule) && isOf(it, spell)))
                .count();
    }

    /** Whether an alarm tells of weather that there was. */
    boolean explains(Occurrence alarm) {
        return spells.getOrDefault(alarm.rule(), List.of()).stream()
                .anyMatch(it -> !alarm.from().isBefore(it.from()) && isOf(alarm, it));
    }

    private static boolean isOf(Occurrence alarm, Spell spell) {
        String settlement =
                DeviceId.parse(alarm.device()).map(DeviceId::settlement).orElse("");
        return spell.settlement().equals(settlement)
                && !alarm.from().isAfter(spell.to())
                && alarm.to().map(it -> !it.isBefore(spell.from())).orElse(true);
    }
}
