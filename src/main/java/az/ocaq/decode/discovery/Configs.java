package az.ocaq.decode.discovery;

import az.ocaq.decode.ChangedEntries;
import az.ocaq.decode.DecoderMemory;
import az.ocaq.decode.JsonTree;
import az.ocaq.measurement.DeviceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All configs that are valid now, found by the topics that they name; bounded, survives a restart. */
final class Configs implements DecoderMemory {
    static final int MOST_CONFIGS = 100_000;

    private static final int MOST_OF_A_DEVICE = 2_000;
    private static final int MOST_OF_A_TOPIC = 1_000;
    private static final int LONGEST_KEPT = 64 << 10;
    private static final byte[] FORGET = {};

    private final Map<String, Config> byTopic = new HashMap<>();
    private final Map<String, byte[]> payloads = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<DeviceId, Integer> sizes = new HashMap<>();
    private final Map<String, List<Entity>> entities = new HashMap<>();
    private final Map<String, Map<DeviceId, List<Availability>>> availability = new HashMap<>();
    private final Map<String, Integer> silent = new HashMap<>();
    private final ChangedEntries changed = new ChangedEntries();

    @Override
    public String name() {
        return DiscoveryDecoder.NAME;
    }

    boolean isNamed(String topic) {
        return entities.containsKey(topic) || availability.containsKey(topic);
    }

    /** Whether a config names the topic as one that measures nothing. */
    boolean isSilent(String topic) {
        return silent.containsKey(topic);
    }

    List<Entity> entities(String topic) {
        return entities.getOrDefault(topic, List.of());
    }

    Map<DeviceId, List<Availability>> availability(String topic) {
        return availability.getOrDefault(topic, Map.of());
    }

    /** The config topic that first gave one of these identifiers to an entity of another device. */
    Optional<String> ownerElsewhere(String topic, Config config) {
        return config.ids().stream()
                .map(owners::get)
                .filter(it -> it != null && !it.equals(topic) && !sameDevice(it, config))
                .findFirst();
    }

    private boolean sameDevice(String topic, Config config) {
        Config other = byTopic.get(topic);
        return other != null && other.device().equals(config.device());
    }

    /** Takes a config in the place of the one before; false when no more can be kept. */
    boolean put(String topic, Config config, byte[] payload) {
        remove(topic);
        int size = sizes.getOrDefault(config.device(), 0) + config.entities().size();
        boolean crowded =
                config.entities().stream().anyMatch(it -> entities(it.topic()).size() >= MOST_OF_A_TOPIC);
        if (byTopic.size() >= MOST_CONFIGS || size > MOST_OF_A_DEVICE || crowded) {
            return false;
        }
        byTopic.put(topic, config);
        payloads.put(topic, payload.length <= LONGEST_KEPT ? payload : FORGET);
        sizes.put(config.device(), size);
        config.ids().forEach(it -> owners.putIfAbsent(it, topic));
        config.entities().forEach(this::add);
        config.silent().forEach(it -> silent.merge(it, 1, Integer::sum));
        for (Availability it : config.availability()) {
            availability
                    .computeIfAbsent(it.topic(), key -> new LinkedHashMap<>())
                    .computeIfAbsent(config.device(), key -> new ArrayList<>())
                    .add(it);
        }
        changed.touch(topic);
        return true;
    }

    private void add(Entity entity) {
        entities.computeIfAbsent(entity.topic(), key -> new ArrayList<>()).add(entity);
    }

    /** Forgets a config; an empty payload under its topic asks for it. */
    void remove(String topic) {
        Config before = byTopic.remove(topic);
        payloads.remove(topic);
        if (before == null) {
            return;
        }
        sizes.merge(before.device(), -before.entities().size(), Integer::sum);
        sizes.remove(before.device(), 0);
        before.ids().forEach(it -> owners.remove(it, topic));
        for (Entity entity : before.entities()) {
            List<Entity> left = entities.getOrDefault(entity.topic(), new ArrayList<>());
            left.remove(entity);
            if (left.isEmpty()) {
                entities.remove(entity.topic());
            }
        }
        for (String it : before.silent()) {
            silent.merge(it, -1, Integer::sum);
            silent.remove(it, 0);
        }
        before.availability().forEach(it -> unavailable(it, before.device()));
        changed.touch(topic);
    }

    private void unavailable(Availability gone, DeviceId device) {
        Map<DeviceId, List<Availability>> devices = availability.getOrDefault(gone.topic(), new LinkedHashMap<>());
        List<Availability> left = devices.getOrDefault(device, new ArrayList<>());
        left.remove(gone);
        if (left.isEmpty()) {
            devices.remove(device);
        }
        if (devices.isEmpty()) {
            availability.remove(gone.topic());
        }
    }

    @Override
    public Map<String, byte[]> takeChanges() {
        return changed.take(topic -> payloads.getOrDefault(topic, FORGET));
    }

    @Override
    public void restore(Map<String, byte[]> kept) {
        kept.forEach((topic, payload) -> {
            String text = new String(payload, StandardCharsets.UTF_8);
            Optional<ConfigTopic> parsed = ConfigTopic.parse(topic);
            if (parsed.isPresent()) {
                JsonTree.nested(text).filter(it -> it.isObject()).ifPresent(tree -> {
                    var unused = put(topic, new ConfigReader(parsed.get(), tree).read(), payload);
                });
            }
        });
        changed.clear();
    }
}
