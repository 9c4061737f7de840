package az.ocaq.alarm.scenario;

import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.engine.PolicyReader;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.RuleReader;
import az.ocaq.alarm.rule.Selector;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads one scenario from its line and expands its macros. */
final class ScenarioReader {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final String MONDAY = "2026-03-02T00:00:00+04:00";

    private ScenarioReader() {}

    static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonEOFException e) {
            throw new ScenarioException("not JSON: the line ends before the scenario does, which must be on one line");
        } catch (JsonProcessingException e) {
            throw new ScenarioException("not JSON: " + e.getOriginalMessage());
        }
    }

    static Scenario read(JsonNode node, Supplier<Installed> installed) {
        if (!node.isObject()) {
            throw new ScenarioException("a scenario is a JSON object");
        }
        Keys.check("the scenario", node, Keys.SCENARIO);
        try {
            return expand(node, installed);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new ScenarioException(String.valueOf(e.getMessage()));
        }
    }

    /** Reads a rule of the scenario's grammar. */
    static Rule rule(JsonNode node) {
        Problems problems = new Problems();
        YamlMap map = YamlFile.parse("rule", new StringReader(node.toString()), problems);
        Rule rule = RuleReader.read(map.string("id"), map, RuleReader.Texts.OPTIONAL);
        refuse(problems);
        return rule;
    }

    private static Scenario expand(JsonNode node, Supplier<Installed> installed) {
        long start = begin(node.path("t0").asText(MONDAY));
        List<Rule> rules = new ArrayList<>();
        List<JsonNode> kpi = new ArrayList<>();
        Map<String, ObjectNode> written = new LinkedHashMap<>();
        Installed known = Installed.NOTHING;
        for (JsonNode it : rules(node.path("rule"))) {
            if (it.path("kind").asText().startsWith("kpi_")) {
                kpi.add(it);
                continue;
            }
            if (it.isTextual()) {
                known = installed.get();
            }
            ObjectNode rule = it instanceof ObjectNode object ? object : known.rule(it.asText());
            written.put(rule.path("id").asText(), rule);
            rules.add(it.isTextual() ? rule(rule).at(known.devices(it.asText())) : rule(rule));
        }
        List<Scenario.Input> inputs = new ArrayList<>();
        each(node, "inputs", it -> Macros.inputs(it, start, inputs));
        inputs.sort(Comparator.comparingLong(Scenario.Input::arrival));
        List<Entry> expected = new ArrayList<>();
        each(node, "expected", it -> Macros.expected(it, start, expected));
        long length = Times.millis(text(node, "until"));
        if (length < 0) {
            throw new ScenarioException("until must not be before the start: nothing would be judged");
        }
        return new Scenario(
                text(node, "id"),
                start,
                start + length,
                rules,
                written,
                kpi,
                ScenarioDirectory.of(devices(node.path("devices")), known),
                policy(node.path("policy")),
                inputs,
                expected,
                Duration.parse(node.path("tolerance").asText("PT0S")));
    }

    private static long begin(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw new ScenarioException("t0: '" + text + "' is not a time with its offset such as " + MONDAY);
        }
    }

    /** Reads each item of a list; what is wrong names the item, counted from 1. */
    private static void each(JsonNode node, String key, Consumer<JsonNode> reader) {
        JsonNode list = node.path(key);
        if (!list.isMissingNode() && !list.isArray()) {
            throw new ScenarioException(key + " must be a list");
        }
        int number = 0;
        for (JsonNode item : list) {
            number++;
            try {
                reader.accept(item);
            } catch (ScenarioException | DateTimeException | IllegalArgumentException e) {
                throw new ScenarioException("number " + number + " of " + key + ": " + e.getMessage());
            }
        }
    }

    /** A rule, the name of one of the installation, or several of both as a list or a set. */
    private static Iterable<JsonNode> rules(JsonNode rule) {
        if (rule.isArray()) {
            return rule;
        }
        if (!rule.isObject() && !rule.isTextual()) {
            throw new ScenarioException("rule is missing: an object, or the name of a rule of the installation");
        }
        if (!rule.path("kind").asText().equals("set")) {
            return List.of(rule);
        }
        Keys.check("a set of rules", rule, Keys.SET);
        return rule.path("rules");
    }

    private static Map<String, Map<String, String>> devices(JsonNode node) {
        Map<String, Map<String, String>> devices = new LinkedHashMap<>();
        node.properties().forEach(it -> {
            Map<String, String> labels = new HashMap<>();
            it.getValue()
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            Selector.expand(it.getKey()).forEach(device -> devices.put(device, labels));
        });
        return devices;
    }

    private static Policy policy(JsonNode node) {
        Problems problems = new Problems();
        String text = node.isMissingNode() || node.isNull() ? "{}" : node.toString();
        YamlMap map = YamlFile.parse("policy", new StringReader(text), problems);
        Policy policy = PolicyReader.read(map);
        refuse(problems);
        return policy;
    }

    private static void refuse(Problems problems) {
        if (!problems.all().isEmpty()) {
            throw new ScenarioException(String.join("; ", problems.all()));
        }
    }

    static String text(JsonNode node, String key) {
        Optional<String> text = Optional.ofNullable(node.get(key)).map(JsonNode::asText);
        return text.orElseThrow(() -> new ScenarioException(key + " is missing"));
    }
}
