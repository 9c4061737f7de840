package az.ocaq.alarm.scenario;

import az.ocaq.alarm.PublicWarning;
import az.ocaq.alarm.engine.Transition;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the public is told of alarms of rules that are for it, as messages of CAP 1.2. */
final class Warnings {
    private static final Set<String> ELEMENTS = Set.of("alarm", "msgType", "status", "scope", "responseType");

    private final Set<String> warned = new HashSet<>();

    /** The message that follows from a transition, when one does. */
    Optional<Map<String, String>> of(Transition transition) {
        if (!transition.alarm().rule().traits().forPublic()) {
            return Optional.empty();
        }
        boolean known = warned.contains(transition.alarm().key());
        Optional<PublicWarning.Kind> kind = PublicWarning.Kind.after(known, transition.kind(), transition.to());
        if (kind.isPresent() && kind.get() == PublicWarning.Kind.CANCEL) {
            warned.remove(transition.alarm().key());
        } else if (kind.isPresent()) {
            warned.add(transition.alarm().key());
        }
        return kind.map(it -> message(it, transition.alarm().key()));
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
        boolean over = kind == PublicWarning.Kind.CANCEL;
        return new TreeMap<>(Map.of(
                "alarm",
                alarm,
                "msgType",
                kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT),
                "status",
                "Actual",
                "scope",
                "Public",
                "responseType",
                over ? "AllClear" : "Prepare"));
    }
}
