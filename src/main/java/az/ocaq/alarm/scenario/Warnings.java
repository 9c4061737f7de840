package az.ocaq.alarm.scenario;

import az.ocaq.alarm.PublicWarning;
import az.ocaq.alarm.engine.Transition;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the public is told of alarms of rules that are for it, as messages of CAP 1.2. */
final class Warnings {
    private static final Set<String> ELEMENTS = Set.of("alarm", "msgType", "status", "scope", "responseType");

    private final Map<String, PublicWarning.Stage> stages = new HashMap<>();
    private final boolean approvedAtOnce;

    /** @param approvedAtOnce whether a person approves every draft in the moment that it comes */
    Warnings(boolean approvedAtOnce) {
        this.approvedAtOnce = approvedAtOnce;
    }

    /** The message that follows from a transition, when one does. */
    Optional<Map<String, String>> of(Transition transition) {
        if (!transition.alarm().rule().traits().publicity().wanted()) {
            return Optional.empty();
        }
        String alarm = transition.alarm().key();
        PublicWarning.Next next = PublicWarning.after(
                stages.getOrDefault(alarm, PublicWarning.Stage.NONE), transition.kind(), transition.to());
        if (approvedAtOnce && next.stage() == PublicWarning.Stage.DRAFT) {
            next = PublicWarning.after(next.stage(), Transition.WARNING_APPROVED, transition.to());
        }
        stages.put(alarm, next.stage());
        return next.told().map(it -> message(it, alarm));
    }

    /** An expectation: {@code "Alert"}, or some of a message's elements, {@code {"msgType": "Alert", "alarm": "RULE@device"}}. */
    static Map<String, String> read(JsonNode cap) {
        if (cap.isTextual()) {
            return Map.of("msgType", cap.asText());
        }
        Keys.check("cap", cap, ELEMENTS);
        Map<String, String> elements = new TreeMap<>();
        cap.properties().forEach(it -> elements.put(it.getKey(), it.getValue().asText()));
        return elements;
    }

    private static Map<String, String> message(PublicWarning.Kind kind, String alarm) {
        return new TreeMap<>(Map.of(
                "alarm",
                alarm,
                "msgType",
                kind.msgType(),
                "status",
                "Actual",
                "scope",
                "Public",
                "responseType",
                kind.responseType()));
    }
}
