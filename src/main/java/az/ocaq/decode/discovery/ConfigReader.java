package az.ocaq.decode.discovery;

import az.ocaq.decode.template.TemplateException;
import az.ocaq.decode.template.ValueTemplate;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.SeriesId;
import az.ocaq.measurement.Units.Scale;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** From the JSON of a config to what it describes. What does not measure anything (buttons, wishes) gives no entity. */
final class ConfigReader {
    private static final int MOST_COMPONENTS = 1_000;
    private static final int MOST_TOPICS = 20;
    private static final Pattern CONFIG = Pattern.compile(".*/config");
    private static final Set<String> WORDS =
            Set.of("cover", "lock", "valve", "alarm_control_panel", "climate", "vacuum");

    private final ConfigTopic topic;
    private final ObjectNode config;
    private final DeviceId device;
    private final String deviceName;
    private final List<Entity> entities = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> silent = new HashSet<>();

    ConfigReader(ConfigTopic topic, JsonNode payload) {
        this.topic = topic;
        this.config = Abbreviations.expand(payload);
        String identity = identity();
        this.device = DeviceId.unregistered(DiscoveryDecoder.NAME, identity);
        JsonNode about = config.path("device");
        this.deviceName = identity
                + ' '
                + about.path("name").asText()
                + ' '
                + about.path("model").asText();
    }

    Config read() {
        if (topic.component().equals("device")) {
            int count = 0;
            for (Map.Entry<String, JsonNode> it : config.path("components").properties()) {
                if (it.getValue().isObject() && ++count <= MOST_COMPONENTS) {
                    component(it.getKey(), (ObjectNode) it.getValue());
                }
            }
        } else {
            component(topic.component(), topic.object(), config);
        }
        boolean all = config.path("availability_mode").asText("latest").equals("all");
        return new Config(device, ids, List.copyOf(entities), availability(), all, Set.copyOf(silent));
    }

    /** The first identifier of the device; else a connection, the node, the entity itself. */
    private String identity() {
        JsonNode about = config.path("device");
        JsonNode identifiers = about.path("identifiers");
        JsonNode first = identifiers.isArray() ? identifiers.path(0) : identifiers;
        if (first.isValueNode() && !first.asText().isEmpty()) {
            return first.asText();
        }
        String connection = about.path("connections").path(0).path(1).asText();
        String unique = config.path("unique_id").asText();
        boolean node = topic.object().indexOf('/') > 0;
        if (!connection.isEmpty()) {
            return connection;
        }
        return node
                ? topic.object().substring(0, topic.object().indexOf('/'))
                : unique.isEmpty() ? topic.object() : unique;
    }

    /** A part of a device's config has the topics of the whole unless it says otherwise. */
    private void component(String object, ObjectNode part) {
        for (String shared : new String[] {"state_topic", "availability_topic", "availability"}) {
            if (!part.has(shared) && config.has(shared)) {
                part.set(shared, config.get(shared));
            }
        }
        component(part.path("platform").asText(), object, part);
    }

    private void component(String component, String object, ObjectNode of) {
        String unique = of.path("unique_id").asText();
        if (!unique.isEmpty()) {
            ids.add(unique);
        }
        of.properties().stream()
                .filter(it ->
                        it.getKey().endsWith("topic") && isUsable(it.getValue().asText()))
                .limit(MOST_TOPICS)
                .forEach(it -> silent.add(it.getValue().asText()));
        String name =
                of.path("name").asText("").isEmpty() ? object : of.path("name").asText();
        switch (component) {
            case "sensor" -> sensor(of, name, object);
            case "binary_sensor", "switch", "siren", "fan" -> state(of, name, object, "state_topic", stateTemplate(of));
            case "light" -> light(of, name, object);
            case "climate", "water_heater", "humidifier" -> climate(of, name, object);
            default -> {
                if (component.equals("cover")) {
                    String position = of.path("position_template").asText();
                    add(of, "position_topic", position, MetricChoice.position(name), object, Entity.Kind.NUMBER);
                }
                if (component.equals("valve") && of.path("reports_position").asBoolean()) {
                    add(of, "state_topic", stateTemplate(of), MetricChoice.position(name), object, Entity.Kind.NUMBER);
                } else if (WORDS.contains(component)) {
                    add(of, "state_topic", stateTemplate(of), MetricChoice.word(name), object, Entity.Kind.WORD);
                }
            }
        }
    }

    private static String stateTemplate(JsonNode of) {
        return of.has("value_template")
                ? of.path("value_template").asText()
                : of.path("state_value_template")
                        .asText(of.path("state_template").asText());
    }

    private void sensor(ObjectNode of, String name, String object) {
        MetricChoice choice = MetricChoice.of(
                name,
                of.path("device_class").asText(),
                of.path("unit_of_measurement").asText(),
                of.path("state_class").asText(),
                deviceName,
                of.path("entity_category").asText().equals("diagnostic"));
        if (choice.measured()) {
            add(of, "state_topic", of.path("value_template").asText(), choice, object, choice.kind());
        }
    }

    private void state(ObjectNode of, String name, String object, String topicKey, String template) {
        add(
                of,
                topicKey,
                template,
                MetricChoice.state(name, of.path("device_class").asText()),
                object,
                Entity.Kind.STATE);
    }

    /** A light with the JSON schema tells state and brightness in one object. */
    private void light(ObjectNode of, String name, String object) {
        boolean json = of.path("schema").asText().equals("json");
        state(of, name, object, "state_topic", json ? "{{ value_json.state }}" : stateTemplate(of));
        double full = of.path("brightness_scale").asDouble(255);
        String path = json && of.path("brightness").asBoolean() ? "state_topic" : "brightness_state_topic";
        String template = json
                ? "{{ value_json.brightness }}"
                : of.path("brightness_value_template").asText();
        add(of, path, template, MetricChoice.brightness(name, full), object, Entity.Kind.NUMBER);
    }

    /** What is measured; what somebody has set is not. */
    private void climate(ObjectNode of, String name, String object) {
        String unit = of.path("temperature_unit").asText("C").equals("F") ? "°F" : "°C";
        add(
                of,
                "current_temperature_topic",
                of.path("current_temperature_template").asText(),
                MetricChoice.of(name + " temperature", "temperature", unit, "measurement", deviceName, false),
                object,
                Entity.Kind.NUMBER);
        add(
                of,
                "current_humidity_topic",
                of.path("current_humidity_template").asText(),
                MetricChoice.of(name + " humidity", "humidity", "%", "measurement", deviceName, false),
                object,
                Entity.Kind.NUMBER);
    }

    private void add(
            ObjectNode of, String topicKey, String template, MetricChoice choice, String object, Entity.Kind kind) {
        String topicName = of.path(topicKey).asText();
        if (!isUsable(topicName)) {
            return;
        }
        Metric metric = unique(choice.metric(), object);
        Scale scale = choice.scale();
        entities.add(new Entity(
                kind,
                topicName,
                template(template),
                new SeriesId(device, metric),
                scale,
                of.path("state_on").asText(of.path("payload_on").asText("ON")),
                of.path("state_off").asText(of.path("payload_off").asText("OFF"))));
    }

    /** Two entities of one config whose names mean the same stay two. */
    private Metric unique(Metric metric, String object) {
        boolean taken = entities.stream().anyMatch(it -> it.series().metric().equals(metric));
        return taken ? Metric.of(metric.quantity(), object, metric.phase(), metric.unit()) : metric;
    }

    static Optional<ValueTemplate> template(String text) {
        try {
            return Optional.of(ValueTemplate.parse(text));
        } catch (TemplateException e) {
            return Optional.empty();
        }
    }

    /** A topic of a device: no wildcard, none of the broker's, no config. */
    static boolean isUsable(String topic) {
        return !topic.isEmpty()
                && topic.length() <= 500
                && topic.indexOf('#') < 0
                && topic.indexOf('+') < 0
                && !topic.startsWith("$")
                && !CONFIG.matcher(topic).matches();
    }

    private List<Availability> availability() {
        List<Availability> all = new ArrayList<>();
        JsonNode list = config.path("availability");
        Iterable<JsonNode> each = list.isArray() ? list : List.of(list);
        for (JsonNode it : each) {
            availability(it, "topic", "value_template", all);
        }
        availability(config, "availability_topic", "availability_template", all);
        return List.copyOf(all);
    }

    private void availability(JsonNode of, String topicKey, String templateKey, List<Availability> into) {
        String name = of.path(topicKey).asText();
        if (isUsable(name) && into.size() < MOST_TOPICS) {
            into.add(new Availability(
                    name,
                    template(of.path(templateKey).asText()),
                    of.path("payload_available")
                            .asText(config.path("payload_available").asText("online")),
                    of.path("payload_not_available")
                            .asText(config.path("payload_not_available").asText("offline"))));
        }
    }
}
