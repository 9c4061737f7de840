package az.ocaq.alarm.scenario;

import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.alarm.rule.Selector;
import az.ocaq.device.DeviceType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The rules and device types of an installation, which scenarios may name instead of writing rules out.
 *
 * @param rules with the texts they were read from
 * @param types of devices, by the label {@code "type"}
 */
public record Installed(Rules rules, List<DeviceType> types) {
    /** Nothing that could be named. */
    public static final Installed NOTHING = new Installed(Rules.NONE, List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    public Installed {
        types = List.copyOf(types);
    }

    /** A rule as if the scenario had written it out, so that the scenario may edit it as well. */
    ObjectNode rule(String id) {
        String text = Optional.ofNullable(rules.texts().get(id))
                .orElseThrow(
                        () -> new ScenarioException("there is no rule '" + id + "' among those of the installation: "
                                + String.join(", ", new TreeSet<>(rules.texts().keySet()))));
        Object file = new Load(LoadSettings.builder().build()).loadFromString(text);
        ObjectNode rule = JSON.<JsonNode>valueToTree(file).withObjectProperty(id);
        rule.put("id", id);
        return rule;
    }

    /** The devices that a rule is for, those of the types that list it included. */
    Selector devices(String id) {
        return rules.rule(id).map(Rule::devices).orElse(Selector.ALL);
    }

    /** The type of an id. */
    Optional<DeviceType> type(String id) {
        return types.stream().filter(it -> it.id().equals(id)).findFirst();
    }
}
