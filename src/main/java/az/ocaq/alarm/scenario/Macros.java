package az.ocaq.alarm.scenario;

import az.ocaq.alarm.rule.Selector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Expands repetitions, rows of values and rows of names. */
final class Macros {
    /** More than any scenario needs, and less than fills the memory. */
    private static final int MOST_INPUTS = 2_000_000;

    private static final Set<String> PERIODS = Set.of("silence_start", "maintenance_start");

    private Macros() {}

    static void inputs(JsonNode written, long start, List<Scenario.Input> into) {
        Keys.check("an input", written, Keys.INPUT);
        JsonNode node = withoutNulls(written);
        if (node.has("metric") == node.has("event")) {
            throw new ScenarioException("an input needs a metric or an event: " + node);
        }
        if (node.has("metric") && !node.has("device")) {
            throw new ScenarioException("a value needs a device: " + node);
        }
        long first = start + Times.millis(ScenarioReader.text(node, "t"));
        String event = node.path("event").asText("");
        if (PERIODS.contains(event) && node.has("for")) {
            long over = first - start + Times.millis(node.get("for").asText());
            ObjectNode end = ((ObjectNode) node.deepCopy())
                    .put("event", event.replace("_start", "_end"))
                    .put("t", Times.text(over));
            end.remove(List.of("for", "arrival", "values"));
            inputs(end, start, into);
        }
        long delay = node.has("delay") ? Times.millis(node.get("delay").asText()) : 0;
        List<String> devices = names(node.has("device") ? node.get("device") : node.path("alarm"));
        List<JsonNode> values = values(node);
        if ((long) values.size() * devices.size() + into.size() > MOST_INPUTS) {
            throw new ScenarioException("more than " + MOST_INPUTS + " inputs in one scenario");
        }
        long every = every(node);
        for (int step = 0; step < values.size(); step++) {
            for (int name = 0; name < devices.size(); name++) {
                long shift = name * stagger(node);
                long time = first + step * every + shift;
                long arrival = node.has("arrival")
                        ? start + Times.millis(node.get("arrival").asText()) + shift
                        : time + delay;
                String batch = node.path("batch").asText("");
                into.add(new Scenario.Input(arrival, batch, time, devices.get(name), values.get(step), node));
            }
        }
    }

    static void expected(JsonNode node, long start, List<Entry> into) {
        Keys.check("an expectation", node, Keys.EXPECTED);
        Keys.check("an expectation's repeat", node.path("repeat"), Keys.REPEAT);
        long first = start + Times.millis(ScenarioReader.text(node, "t"));
        List<String> names = about(node);
        int count = node.path("repeat").path("count").asInt(1);
        long every = every(node);
        for (int step = 0; step < count; step++) {
            for (int name = 0; name < names.size(); name++) {
                long shift = step * every + name * stagger(node);
                Entry entry = new Entry(first + shift, names.get(name));
                fill(entry, node, start + shift);
                into.add(entry);
            }
        }
    }

    /** @param zero what its times are counted from */
    private static void fill(Entry entry, JsonNode node, long zero) {
        Optional.ofNullable(node.get("transition"))
                .filter(it -> !it.isNull())
                .ifPresent(it -> entry.transitions.add(it.asText()));
        JsonNode messages = node.path("notify");
        (messages.isTextual() ? List.of(messages) : messages).forEach(it -> entry.messages.add(it.asText()));
        if (node.has("event_t")) {
            entry.eventTimes.add(zero + Times.millis(node.get("event_t").asText()));
        }
        entry.reject = Optional.ofNullable(node.get("reject")).map(JsonNode::asText);
        if (node.has("members")) {
            entry.members = OptionalLong.of(node.get("members").asLong());
        }
        if (node.has("delivery")) {
            entry.deliveries.add(node.get("delivery").asText());
        }
        if (node.has("cap")) {
            entry.warnings.add(Warnings.read(node.get("cap")));
        }
        if (node.has("kpi")) {
            entry.kpi.putAll(figures(node.get("kpi")));
        }
    }

    /** A key without a value is one that is not there; but a value of null is one that a device told. */
    private static JsonNode withoutNulls(JsonNode written) {
        ObjectNode node = ((ObjectNode) written).objectNode();
        written.properties().stream()
                .filter(it -> !it.getValue().isNull() || it.getKey().equals("value"))
                .forEach(it -> node.set(it.getKey(), it.getValue()));
        return node;
    }

    private static List<String> about(JsonNode node) {
        for (String key : new String[] {"alarm", "group", "receiver"}) {
            if (node.has(key) && !node.has("cap")) {
                String before = key.equals("alarm") ? "" : key + " ";
                return names(node.get(key)).stream().map(it -> before + it).toList();
            }
        }
        for (String key : new String[] {"delivery", "kpi", "cap"}) {
            if (node.has(key)) {
                return List.of(key);
            }
        }
        throw new ScenarioException("an expectation needs an alarm, group, receiver, delivery, cap or kpi: " + node);
    }

    private static Map<String, Object> figures(JsonNode node) {
        Map<String, Object> figures = new LinkedHashMap<>();
        node.properties().forEach(it -> {
            JsonNode value = it.getValue();
            if (value.isNumber()) {
                figures.put(it.getKey(), value.decimalValue());
            } else if (value.isArray()) {
                List<String> items = new ArrayList<>();
                value.forEach(item -> items.add(item.asText()));
                figures.put(it.getKey(), items);
            } else {
                figures.put(it.getKey(), value.asText());
            }
        });
        return figures;
    }

    /** The names of one name, or of a list of them, with rows such as {@code m{1..3}} written out. */
    static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(it -> names.addAll(Selector.expand(it.asText())));
        } else {
            names.addAll(Selector.expand(node.asText("")));
        }
        return names;
    }

    private static List<JsonNode> values(JsonNode node) {
        Keys.check("an input's repeat", node.path("repeat"), Keys.REPEAT);
        List<JsonNode> values = new ArrayList<>();
        if (node.has("values")) {
            node.get("values").forEach(values::add);
            return values;
        }
        int count = Math.min(node.path("repeat").path("count").asInt(1), MOST_INPUTS + 1);
        for (int i = 0; i < count; i++) {
            values.add(node.has("value") ? node.get("value") : MissingNode.getInstance());
        }
        return values;
    }

    private static long every(JsonNode node) {
        JsonNode every =
                node.has("every") ? node.get("every") : node.path("repeat").path("every");
        return every.isMissingNode() ? 0 : Times.millis(every.asText());
    }

    private static long stagger(JsonNode node) {
        return node.has("stagger") ? Times.millis(node.get("stagger").asText()) : 0;
    }
}
