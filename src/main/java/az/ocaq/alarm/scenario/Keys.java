package az.ocaq.alarm.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The keys of the scenario format: a key that nobody knows is a mistake, not a remark. */
final class Keys {
    static final Set<String> SCENARIO = Set.of(
            "id",
            "stratum",
            "title",
            "rule",
            "inputs",
            "expected",
            "until",
            "why",
            "note",
            "devices",
            "policy",
            "t0",
            "tolerance");

    static final Set<String> SET = Set.of("id", "kind", "rules", "note");

    static final Set<String> KPI =
            Set.of("id", "kind", "period", "customers_served", "sustained_over", "operators", "version", "note");

    static final Set<String> INPUT = Set.of(
            // when, from where, what
            "t",
            "arrival",
            "delay",
            "device",
            "metric",
            "value",
            "values",
            "every",
            "repeat",
            "stagger",
            "unit",
            "retained",
            "batch",
            "event",
            "session",
            // acts
            "alarm",
            "by",
            "role",
            "scope",
            "occurrence",
            "for",
            "mode",
            "reason",
            "text",
            "cause",
            // silences, maintenance, rules, channels
            "id",
            "match",
            "devices",
            "rule",
            "set",
            "channel",
            // key figures
            "steps",
            "customers",
            "duration",
            "planned",
            "raised",
            "acked",
            "resolved",
            "cleared",
            // remarks
            "note",
            "comment",
            "why",
            "title");

    static final Set<String> EXPECTED = Set.of(
            "t",
            "alarm",
            "group",
            "receiver",
            "delivery",
            "cap",
            "kpi",
            "transition",
            "notify",
            "event_t",
            "reject",
            "members",
            "repeat",
            "every",
            "stagger",
            "cause",
            "note",
            "comment",
            "why");

    static final Set<String> REPEAT = Set.of("every", "count");

    private Keys() {}

    /** Refuses a key that is not known, and says which are. */
    static void check(String what, JsonNode node, Set<String> known) {
        if (!node.isObject() && !node.isMissingNode()) {
            throw new ScenarioException(what + " must be an object: " + node);
        }
        List<String> unknown = new ArrayList<>();
        node.fieldNames().forEachRemaining(it -> {
            if (!known.contains(it)) {
                unknown.add(it);
            }
        });
        if (!unknown.isEmpty()) {
            throw new ScenarioException("unknown key " + String.join(", ", unknown) + " in " + what + "; known are "
                    + String.join(", ", new TreeSet<>(known)));
        }
    }
}
