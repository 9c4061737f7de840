package az.ocaq.alarm.rule;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.Priority;
import az.ocaq.alarm.engine.PolicyReader;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import az.ocaq.device.DeviceType;
import az.ocaq.fleet.DeviceTypes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules and the routes that Ocaq comes with. */
final class ShippedRulesTest {
    private final Problems problems = new Problems();
    private final Rules rules = Rules.read(Path.of("config/alarms"), problems);

    @Test
    void read_shippedRules_haveNoProblem() {
        assertThat(problems.all()).isEmpty();
        assertThat(rules.all()).hasSizeGreaterThan(20);
    }

    @Test
    void read_shippedRules_sayWhatToDoInThreeLanguages() {
        assertThat(rules.all()).allSatisfy(rule -> {
            assertThat(List.of(
                            rule.title().az(), rule.title().ru(), rule.title().en()))
                    .doesNotContain("");
            assertThat(List.of(
                            rule.response().az(),
                            rule.response().ru(),
                            rule.response().en()))
                    .doesNotContain("");
        });
    }

    /** Each whose alarms a resident is shown: those of a home's devices, and those that cut off or spoil what it is supplied with. */
    @Test
    void read_shippedRules_thatConcernHomes_haveWordsForResidents() {
        Set<String> atHome =
                Set.of("household_meter", "water_meter", "heat_pump", "gas_meter", "pv_inverter", "ev_charger");

        assertThat(rules.all())
                .filteredOn(rule -> rule.priority() != Priority.LOW)
                .filteredOn(rule -> rule.traits().interrupts().isPresent()
                        || rule.condition() instanceof Neighbours.GroupFraction
                        || rule.devices().labels().getOrDefault("type", List.of()).stream()
                                .anyMatch(atHome::contains))
                .hasSizeGreaterThan(15)
                .allSatisfy(rule -> assertThat(rule.resident()).as(rule.id()).isPresent());
    }

    @Test
    void unwatched_isWhatNoTypeHas() {
        Set<String> told = DeviceTypes.load(Path.of("devices"), new Problems()).all().stream()
                .flatMap(it -> it.metrics().keySet().stream())
                .collect(Collectors.toSet());

        assertThat(rules.unwatched(told)).isEmpty();
        told.remove("tank_level");
        assertThat(rules.unwatched(told))
                .contains("Rule 'tank_low' looks at 'tank_level', which no device type has: it would see no value");
    }

    @Test
    void read_shippedRules_watchMetricsThatTheirTypesHave() {
        for (Rule rule : rules.all()) {
            for (String type : rule.devices().labels().getOrDefault("type", List.of())) {
                assertThat(metrics(type)).as(rule.id() + " of " + type).containsAll(ownMetrics(rule.condition()));
            }
        }
    }

    @Test
    void read_rulesThatTypesName_watchTheseTypes_byMetricsThatTheyHave() {
        Problems found = new Problems();
        for (DeviceType type : DeviceTypes.load(Path.of("devices"), found).all()) {
            Map<String, String> labels =
                    type.alarms().stream().collect(Collectors.toMap(Rules::typeLabel, it -> "true"));
            for (String id : type.alarms()) {
                assertThat(rules.all())
                        .filteredOn(it -> it.id().equals(id))
                        .singleElement()
                        .satisfies(rule -> {
                            assertThat(rule.devices().matches("some/where/device", labels))
                                    .as(type.id())
                                    .isTrue();
                            assertThat(type.metrics().keySet())
                                    .as(id + " of " + type.id())
                                    .containsAll(ownMetrics(rule.condition()));
                        });
            }
        }
        assertThat(found.all()).isEmpty();
    }

    /** Those that the rule's own devices must tell: a composite value is told by nobody. */
    private static List<String> ownMetrics(Condition condition) {
        return condition
                .inputs()
                .map(inputs -> inputs.parts().stream()
                        .filter(it -> it.of().isEmpty())
                        .map(Inputs.Part::metric)
                        .toList())
                .orElseGet(condition::metrics);
    }

    @Test
    void read_shippedRoutes_haveNoProblem() {
        var policy = PolicyReader.read(YamlFile.read(Path.of("config/crews.yaml"), problems));

        assertThat(problems.all()).isEmpty();
        assertThat(policy.routes()).isNotEmpty();
        assertThat(policy.rotas()).containsKeys("electricity", "water");
    }

    private static Set<String> metrics(String type) {
        Problems found = new Problems();
        YamlMap map = YamlFile.read(Path.of("devices/types", type + ".yaml"), found);
        Set<String> metrics = new TreeSet<>(map.map("metrics").keys());
        assertThat(found.all()).isEmpty();
        return metrics;
    }
}
