package az.ocaq.alarm.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.engine.Directory;
import az.ocaq.alarm.engine.Engine;
import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.device.DeviceType;
import az.ocaq.fleet.DeviceTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/alarm-coverage.md: which default rules look at which metric of which device type, and why none looks at the others. */
final class RuleCoverageTest {
    private static final Path DOCUMENT = Path.of("docs/alarm-coverage.md");
    private static final String WATCHED = "| type | metric | rules |";
    private static final String UNWATCHED = "| types | metrics | why no rule |";
    private static final String RULE_OF_TABLE = "| --- | --- | --- |";

    private final Problems problems = new Problems();
    private final Collection<DeviceType> types =
            DeviceTypes.load(Path.of("devices"), problems).all();
    private final Map<String, Map<String, List<String>>> watched = new TreeMap<>();
    private List<String> lines = List.of();

    /** A reason of the document: of all types and metrics whose names match. */
    private record Reason(String types, String metrics) {
        boolean isOf(String type, String metric) {
            return matches(types, type) && matches(metrics, metric);
        }

        private static boolean matches(String words, String name) {
            return List.of(words.split(", ")).stream()
                    .anyMatch(it -> name.matches(it.replace("`", "").replace("*", ".*")));
        }
    }

    @BeforeEach
    void askTheEngine() throws IOException {
        lines = Files.readAllLines(DOCUMENT);
        Rules rules = Rules.read(Path.of("config/alarms"), problems);
        problems.throwIfAny();
        for (Rule rule : rules.all()) {
            if (rule.condition().metrics().isEmpty()) {
                // silence, and groups of it
                continue;
            }
            Engine engine = new Engine(List.of(rule), Policy.NOBODY, new OneOfEach(types), 0);
            for (DeviceType type : types) {
                for (String metric : type.metrics().keySet()) {
                    if (OneOfEach.namesOf(type).stream().anyMatch(it -> engine.watches(it, metric))) {
                        watching(type)
                                .computeIfAbsent(metric, key -> new ArrayList<>())
                                .add(rule.id());
                    }
                }
            }
        }
        watched.values().forEach(it -> it.remove("ocaq_excess"));
    }

    @Test
    void document_saysWhichRulesLookAtWhat() {
        List<String> expected = types.stream()
                .flatMap(type -> type.metrics().keySet().stream()
                        .filter(watching(type)::containsKey)
                        .map(metric -> "| `" + type.id() + "` | `" + metric + "` | "
                                + watching(type).getOrDefault(metric, List.of()).stream()
                                        .sorted()
                                        .map(rule -> "`" + rule + "`")
                                        .collect(Collectors.joining(", "))
                                + " |"))
                .sorted()
                .toList();

        assertThat(table(WATCHED)).as(String.join("\n", expected)).isEqualTo(expected);
    }

    @Test
    void document_hasAReasonForEachMetricThatNoRuleLooksAt_andNoOtherReasons() {
        List<Reason> reasons = table(UNWATCHED).stream()
                .map(it -> it.split(" \\| ", -1))
                .map(it -> new Reason(it[0].substring(2), it[1]))
                .toList();
        List<String> without = new ArrayList<>();
        List<Reason> needless = new ArrayList<>(reasons);
        for (DeviceType type : types) {
            for (String metric : type.metrics().keySet()) {
                if (!watching(type).containsKey(metric)) {
                    needless.removeIf(it -> it.isOf(type.id(), metric));
                    if (reasons.stream().noneMatch(it -> it.isOf(type.id(), metric))) {
                        without.add(type.id() + " " + metric);
                    }
                }
            }
        }

        assertThat(without).as("neither a rule nor a reason").isEmpty();
        assertThat(needless).as("reasons for nothing").isEmpty();
    }

    /** By metric of the type the rules that look at it. */
    private Map<String, List<String>> watching(DeviceType type) {
        return watched.computeIfAbsent(type.id(), key -> new LinkedHashMap<>());
    }

    private List<String> table(String head) {
        int start = lines.indexOf(head);
        assertThat(start).as("%s in %s", head, DOCUMENT).isNotNegative();
        assertThat(lines.get(start + 1)).isEqualTo(RULE_OF_TABLE);
        return lines.stream()
                .skip(start + 2L)
                .takeWhile(it -> it.startsWith("|"))
                .toList();
    }

    /** A settlement with a device of each type at a home and at a school, which have every fact that a rule may ask for. */
    private record OneOfEach(Map<String, Map<String, String>> all) implements Directory {
        OneOfEach(Collection<DeviceType> types) {
            this(labels(types));
        }

        private static Map<String, Map<String, String>> labels(Collection<DeviceType> types) {
            Map<String, Map<String, String>> found = new LinkedHashMap<>();
            for (DeviceType type : types) {
                for (String name : namesOf(type)) {
                    Map<String, String> labels = new HashMap<>(Map.of(
                            "type",
                            type.id(),
                            "utility",
                            type.utility(),
                            "settlement",
                            "v",
                            "site",
                            "v/here",
                            "feeder",
                            "v/feeder",
                            "site_kind",
                            name.contains("/home") ? "home" : "school"));
                    type.alarms().forEach(rule -> labels.put(Rules.typeLabel(rule), "true"));
                    found.put(name, labels);
                }
            }
            return found;
        }

        static List<String> namesOf(DeviceType type) {
            return List.of("v/home/" + type.id(), "v/school/" + type.id());
        }

        @Override
        public Collection<String> devices() {
            return all.keySet();
        }

        @Override
        public Map<String, String> labels(String device) {
            return all.getOrDefault(device, Map.of());
        }

        @Override
        public OptionalDouble attribute(String device, String name) {
            return OptionalDouble.of(1);
        }
    }
}
