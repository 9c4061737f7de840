package az.ocaq.decode.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The short names of a config's keys, and the {@code ~} that stands for its base topic. */
final class Abbreviations {
    private static final Map<String, String> LONG = new HashMap<>();
    private static final Set<String> NESTED = Set.of("device", "availability", "components", "origin");

    static {
        add("avty availability", "avty_mode availability_mode", "avty_t availability_topic");
        add("avty_tpl availability_template", "bri_stat_t brightness_state_topic", "bri_scl brightness_scale");
        add("bri_val_tpl brightness_value_template", "cmps components", "cmd_t command_topic", "cns connections");
        add("curr_temp_t current_temperature_topic", "curr_temp_tpl current_temperature_template");
        add("curr_hum_t current_humidity_topic", "curr_hum_tpl current_humidity_template");
        add("dev device", "dev_cla device_class", "ids identifiers", "json_attr_t json_attributes_topic");
        add("mf manufacturer", "mdl model", "o origin", "obj_id object_id", "p platform", "pl_avail payload_available");
        add("pl_not_avail payload_not_available", "pl_on payload_on", "pl_off payload_off", "pos_t position_topic");
        add("pos_tpl position_template", "stat_cla state_class", "stat_off state_off", "stat_on state_on");
        add("stat_t state_topic", "stat_val_tpl state_value_template", "stat_tpl state_template", "t topic");
        add(
                "unit_of_meas unit_of_measurement",
                "uniq_id unique_id",
                "val_tpl value_template",
                "ent_cat entity_category");
        add("sn serial_number", "def_ent_id default_entity_id", "temp_unit temperature_unit", "act_t action_topic");
        add("temp_stat_t temperature_state_topic", "mode_stat_t mode_state_topic", "pct_stat_t percentage_state_topic");
    }

    private Abbreviations() {}

    /** The config with long keys and whole topics. */
    static ObjectNode expand(JsonNode config) {
        JsonNode base = config.path("~");
        return expand(config, base.isTextual() ? base.textValue() : "", 0);
    }

    private static ObjectNode expand(JsonNode config, String base, int depth) {
        ObjectNode expanded = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : config.properties()) {
            String key = LONG.getOrDefault(field.getKey(), field.getKey());
            JsonNode value = field.getValue();
            if (value.isObject() && depth < 3 && (NESTED.contains(key) || depth > 0)) {
                expanded.set(key, expand(value, base, depth + 1));
            } else if (value.isArray() && key.equals("availability")) {
                var all = expanded.putArray(key);
                value.forEach(it -> all.add(expand(it, base, depth + 1)));
            } else {
                expanded.set(key, key.endsWith("topic") ? whole(value, base) : value);
            }
        }
        return expanded;
    }

    private static JsonNode whole(JsonNode topic, String base) {
        if (base.isEmpty() || !topic.isTextual()) {
            return topic;
        }
        String text = topic.textValue();
        String whole = text.startsWith("~") ? base + text.substring(1) : text;
        return TextNode.valueOf(whole.endsWith("~") ? whole.substring(0, whole.length() - 1) + base : whole);
    }

    private static void add(String... pairs) {
        for (String pair : pairs) {
            LONG.put(pair.substring(0, pair.indexOf(' ')), pair.substring(pair.indexOf(' ') + 1));
        }
    }
}
