package az.ocaq.decode.discovery;

import java.util.Optional;
import java.util.Set;

/**
 * A topic {@code {prefix}/{component}/[{node}/]{object}/config}.
 *
 * @param object the object with the node before it, when there is one
 */
record ConfigTopic(String component, String object) {
    private static final String DEFAULT_PREFIX = "homeassistant/";
    private static final Set<String> COMPONENTS = Set.of(
            "alarm_control_panel",
            "binary_sensor",
            "button",
            "camera",
            "climate",
            "cover",
            "device",
            "device_automation",
            "device_tracker",
            "event",
            "fan",
            "humidifier",
            "image",
            "lawn_mower",
            "light",
            "lock",
            "notify",
            "number",
            "scene",
            "select",
            "sensor",
            "siren",
            "switch",
            "tag",
            "text",
            "update",
            "vacuum",
            "valve",
            "water_heater");

    static boolean hasDefaultPrefix(String topic) {
        return topic.startsWith(DEFAULT_PREFIX);
    }

    /** The parts of the topic of a config, whatever the prefix; empty when it is none. */
    static Optional<ConfigTopic> parse(String topic) {
        if (!topic.endsWith("/config")) {
            return Optional.empty();
        }
        String[] levels = topic.split("/", 7);
        int component = levels.length - (levels.length > 4 && COMPONENTS.contains(levels[levels.length - 4]) ? 4 : 3);
        if (component < 1 || component > 2 || levels.length > 6 || !COMPONENTS.contains(levels[component])) {
            return Optional.empty();
        }
        boolean node = levels.length - component == 4;
        String object = node ? levels[component + 1] + '/' + levels[component + 2] : levels[component + 1];
        return Optional.of(new ConfigTopic(levels[component], object));
    }
}
