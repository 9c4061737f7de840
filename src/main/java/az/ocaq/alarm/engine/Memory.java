package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Rule;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What outlives a restart, as text: one for each alarm, one for the engine's own state. */
public final class Memory {
    private static final ObjectMapper JSON = new ObjectMapper()
            .setVisibility(PropertyAccessor.ALL, Visibility.NONE)
            .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static {
        // A run is filled in again where it is: the condition that judges it holds on to it.
        JSON.configOverride(DelayedCondition.Run.class).setMergeable(true);
    }

    /** One alarm, kept. */
    public record Kept(String rule, String device, String state) {}

    private Memory() {}

    /** The text of one alarm. */
    public static String of(Engine engine, Instance alarm) {
        ObjectNode node = JSON.createObjectNode();
        node.set("alarm", JSON.valueToTree(alarm.state()));
        node.put("of", alarm.rule().condition().looksAt());
        node.set("detector", JSON.valueToTree(alarm.detector().state()));
        alarm.detector().delayState().ifPresent(it -> node.set("delay", JSON.valueToTree(it)));
        if (!alarm.detector().means().isEmpty()) {
            node.set("means", JSON.valueToTree(alarm.detector().means()));
        }
        return text(node);
    }

    /** The text of the engine's own state. */
    public static String of(Engine engine) {
        return text(JSON.valueToTree(engine.kept()));
    }

    /**
     * Since when some of these rules judge, by the text of an engine's own state, epoch ms; 0 when one of them has for as long as alarms are
     * watched, or when nobody knows.
     */
    public static long judgesSince(String engineState, Set<String> rules) {
        JsonNode since = engineState.isEmpty()
                ? JSON.createObjectNode()
                : parse(engineState).path("judgesSince");
        return rules.stream().mapToLong(it -> since.path(it).asLong(0)).min().orElse(0);
    }

    /** Every alarm of an engine. */
    public static List<Kept> all(Engine engine) {
        List<Kept> all = new ArrayList<>();
        engine.alarms().forEach(it -> all.add(new Kept(it.rule().id(), it.device(), of(engine, it))));
        return all;
    }

    /**
     * An engine with the past that was kept; alarms that no rule has any more are left out.
     *
     * @param strays whether those are let in whose rule is no longer for their device, to be closed
     */
    public static Engine restore(
            Collection<Rule> rules,
            Policy policy,
            Directory directory,
            String engineState,
            List<Kept> kept,
            boolean strays,
            long start) {
        EngineState own = engineState.isEmpty() ? new EngineState() : read(parse(engineState), new EngineState());
        Engine engine = new Engine(rules, policy, directory, own, start);
        for (Kept it : kept) {
            Optional<Rule> rule =
                    engine.parts().rule(it.rule()).filter(found -> strays || engine.isFor(found, it.device()));
            rule.ifPresent(found -> restore(engine, found, it));
        }
        engine.restored();
        var unused = engine.drain();
        return engine;
    }

    /** Gives an alarm the state that it had when {@code text} was made of it; its detector is left as it is. */
    public static void putBack(Instance alarm, String text) {
        alarm.restore(read(parse(text).path("alarm"), new InstanceState()));
    }

    private static void restore(Engine engine, Rule rule, Kept kept) {
        Instance alarm = engine.parts().instance(rule, kept.device());
        JsonNode node = parse(kept.state());
        alarm.restore(read(node.path("alarm"), new InstanceState()));
        String now = rule.condition().looksAt();
        if (!node.path("of").asText(now).equals(now)) {
            // Values of another metric or unit: the newest stored ones will say.
            return;
        }
        Detector detector = alarm.detector();
        var unused = read(node.path("detector"), detector.state());
        for (int slot = 0; slot < node.path("means").size(); slot++) {
            var unusedMean = read(node.path("means").path(slot), detector.mean(slot));
        }
        detector.delayState().filter(it -> node.has("delay")).ifPresent(it -> {
            var unusedDelay = read(node.path("delay"), it);
        });
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("kept state cannot be read: " + text, e);
        }
    }

    private static <T> T read(JsonNode node, T into) {
        try {
            return JSON.readerForUpdating(into).readValue(node);
        } catch (IOException e) {
            throw new IllegalArgumentException("kept state cannot be read: " + node, e);
        }
    }

    private static String text(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain fields become JSON", e);
        }
    }
}
