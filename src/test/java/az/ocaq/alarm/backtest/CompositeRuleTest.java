package az.ocaq.alarm.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import az.ocaq.alarm.RegistryDirectory;
import az.ocaq.alarm.SmallVillage;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules over values that no device tells whole: the engine makes them of several series. */
final class CompositeRuleTest {
    /** Six o'clock in Baku. */
    private static final Instant START = Instant.parse("2026-06-01T02:00:00Z");

    private static final Title TITLE = new Title("a", "b", "c");

    @Test
    void pvPerformance_halfOfWhatSunAndWarmthLetExpect_raisesAfterTwoWindows() {
        Trial trial = trial("""
                low:
                  kind: pv_pr
                  devices: {type: pv_inverter}
                  inputs:
                    power: active_power
                    irradiance: {metric: irradiance_poa, of: {type: weather_station}}
                    ambient: {metric: temperature, of: {type: weather_station}}
                  p0_attribute: rated_power
                  interval: 15m
                  window: 1h
                  threshold: 0.55
                  deadband: 0.1
                """);
        // 800 W/m2 and 20 degC: 5 kW of modules at 45 degC give 3,680 W; 3,312 W is a ratio of 0.9, half of it one of
        // 0.45
        for (int minute = 0; minute <= 600; minute += 5) {
            Instant time = START.plus(Duration.ofMinutes(minute));
            trial.take(SmallVillage.reading("v/weather/station/irradiance_poa", time, 800));
            trial.take(SmallVillage.reading("v/weather/station/temperature", time, 20));
            trial.take(SmallVillage.reading("v/home-1/pv/active_power", time, minute <= 300 ? 3_312 : 1_656));
        }

        List<Occurrence> found = trial.finish(START.plus(Duration.ofHours(11)));

        assertThat(found).singleElement().satisfies(it -> {
            assertThat(it.device()).isEqualTo("v/home-1/pv");
            assertThat(it.from()).isEqualTo(START.plus(Duration.ofHours(7)));
            assertThat(it.value().getAsDouble()).isEqualTo(0.45, within(0.001));
        });
    }

    @Test
    void transformerThermal_atRatedLoad_isAsWarmAsTheStandardSays() {
        Trial trial = trial("""
                hot:
                  kind: transformer_thermal
                  devices: {type: transformer}
                  inputs: {apparent_power: apparent_power, ambient: ambient_temperature}
                  s_attribute: rated_power
                  op: ">"
                  threshold: 97
                  on_delay: 5m
                """);
        for (int minute = 0; minute <= 60; minute++) {
            Instant time = START.plus(Duration.ofMinutes(minute));
            trial.take(SmallVillage.reading("v/station/transformer/apparent_power", time, 400_000));
            trial.take(SmallVillage.reading("v/station/transformer/ambient_temperature", time, 20));
        }

        // 20 + 55 of the oil + 23 of the winding
        assertThat(trial.finish(START.plus(Duration.ofHours(1))))
                .singleElement()
                .satisfies(it -> assertThat(it.value().getAsDouble()).isEqualTo(98, within(0.001)));
    }

    @Test
    void valuesOfOneInstant_areJudgedTogether() {
        Trial trial = trial("""
                dark_and_hot:
                  kind: compound
                  devices: {type: weather_station}
                  expr: {and: [{metric: temperature, op: ">", threshold: 30}, {metric: irradiance_poa, op: "<", threshold: 10}]}
                """);
        trial.take(SmallVillage.reading("v/weather/station/temperature", START, 20));
        trial.take(SmallVillage.reading("v/weather/station/irradiance_poa", START, 0));
        Instant noon = START.plus(Duration.ofMinutes(1));
        trial.take(SmallVillage.reading("v/weather/station/temperature", noon, 35));
        trial.take(SmallVillage.reading("v/weather/station/irradiance_poa", noon, 800));

        assertThat(trial.finish(START.plus(Duration.ofMinutes(20)))).isEmpty();
    }

    @Test
    void deviceWithoutTheAttribute_hasNoSuchAlarm() {
        DeviceRegistry registry = registry(Map.of());
        RegistryDirectory directory = RegistryDirectory.of(registry, device -> true);
        Trial trial = new Trial(rules("""
                hot: {kind: transformer_thermal, devices: {type: transformer}, s_attribute: rated_power, op: ">", threshold: 97,
                  inputs: {apparent_power: apparent_power, ambient: ambient_temperature}}
                """), directory, START);

        assertThat(trial.metrics(new DeviceId("v", "station", "transformer"))).isEmpty();
    }

    private static Trial trial(String rules) {
        DeviceRegistry registry = registry(Map.of("rated_power", "5000"));
        return new Trial(rules(rules), RegistryDirectory.of(registry, device -> true), START);
    }

    private static List<Rule> rules(String text) {
        Problems problems = new Problems();
        List<Rule> rules = Rules.drafts("rules", new StringReader(text), problems);
        problems.throwIfAny();
        return rules;
    }

    private static DeviceRegistry registry(Map<String, String> attributes) {
        Map<String, String> transformer = attributes.isEmpty() ? Map.of() : Map.of("rated_power", "400000");
        return new DeviceRegistry(
                List.of(),
                List.of(),
                List.of(
                        device("v/home-1/pv", "pv_inverter", attributes),
                        device("v/station/transformer", "transformer", transformer),
                        device("v/weather/station", "weather_station", Map.of())));
    }

    private static Device device(String id, String type, Map<String, String> attributes) {
        DeviceType of = new DeviceType(type, TITLE, "electricity", Duration.ofMinutes(1), Map.of(), List.of());
        return new Device(DeviceId.parse(id).orElseThrow(), of, TITLE, false, attributes);
    }
}
