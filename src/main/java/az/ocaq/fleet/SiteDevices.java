package az.ocaq.fleet;

import az.ocaq.config.YamlMap;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceType;
import az.ocaq.device.Site;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code devices} of an entry of a fleet file: a type's id, or a map with the type and more. */
final class SiteDevices {
    private static final Set<String> OWN_KEYS =
            Set.of("type", "title", "on", "recorded", "facts", Convention.ATTRIBUTE);

    private final DeviceTypes types;
    private final boolean recorded;

    SiteDevices(DeviceTypes types, boolean recorded) {
        this.types = types;
        this.recorded = recorded;
    }

    /** The devices of all sites of the entry, site by site. */
    List<Device> read(List<Site> sites, YamlMap entry) {
        YamlMap devices = entry.mapOrEmpty("devices");
        List<Template> templates = new ArrayList<>();
        for (String name : devices.keys()) {
            if (DeviceId.isSlug(name)) {
                template(name, devices, sites.size()).ifPresent(templates::add);
            } else {
                devices.problem(name, "a device's id must be a lower-case slug");
            }
        }
        List<Device> found = new ArrayList<>();
        for (int i = 0; i < sites.size(); i++) {
            for (Template template : templates) {
                if (template.isOn(i, sites.size())) {
                    found.add(template.at(sites.get(i)));
                }
            }
        }
        return found;
    }

    private Optional<Template> template(String name, YamlMap devices, int sites) {
        if (!devices.isMap(name)) {
            return type(devices, name, devices.string(name))
                    .map(type -> new Template(name, type, type.title(), sites, recorded, Map.of()));
        }
        YamlMap map = devices.map(name);
        Optional<DeviceType> type = type(map, "type", map.string("type"));
        Title title = map.has("title")
                ? map.title("title")
                : type.map(DeviceType::title).orElse(new Title("", "", ""));
        int on = map.integer("on", 1, Math.max(sites, 1), sites);
        boolean isRecorded = map.flag("recorded", recorded);
        Map<String, String> attributes = attributes(map, type, isRecorded);
        return type.map(it -> new Template(name, it, title, on, isRecorded, attributes));
    }

    /** Numbers of the simulation model, how it speaks, and under {@code facts} whatever else people want to know. */
    private Map<String, String> attributes(YamlMap map, Optional<DeviceType> type, boolean isRecorded) {
        Map<String, String> attributes = new LinkedHashMap<>();
        YamlMap facts = map.mapOrEmpty("facts");
        facts.keys().forEach(key -> attributes.put(key, facts.string(key)));
        Convention convention = map.word(Convention.ATTRIBUTE, Convention.class, Convention.NATIVE);
        if (convention != Convention.NATIVE) {
            attributes.put(Convention.ATTRIBUTE, convention.word());
        }
        ModelKind model = type.map(it -> types.behaviour(it.id()).model()).orElse(ModelKind.NONE);
        for (String key : map.keys()) {
            if (!OWN_KEYS.contains(key)) {
                attributes.put(key, map.string(key));
                check(map, key, model, isRecorded);
            }
        }
        return attributes;
    }

    /** A device that somebody simulates has numbers of its model alone. */
    private static void check(YamlMap map, String key, ModelKind model, boolean isRecorded) {
        if (model == ModelKind.NONE || isRecorded) {
            return;
        }
        if (model.parameters().contains(key)) {
            var unused = map.number(key, -1e12, 1e12);
        } else {
            map.problem(key, TypeFile.unknownParameter(model) + "; other facts go under 'facts'");
        }
    }

    private Optional<DeviceType> type(YamlMap map, String key, String id) {
        Optional<DeviceType> type = types.type(id);
        if (type.isEmpty() && !id.isEmpty()) {
            map.problem(key, "there is no device type '" + id + "'");
        }
        return type;
    }

    /** A device that sites of the entry have. */
    private record Template(
            String name, DeviceType type, Title title, int on, boolean recorded, Map<String, String> attributes) {
        /** Whether the site has it when {@code on} of {@code count} do, spread evenly. */
        boolean isOn(int index, int count) {
            return (index + 1L) * on / count > (long) index * on / count;
        }

        Device at(Site site) {
            return new Device(new DeviceId(site.settlement(), site.id(), name), type, title, recorded, attributes);
        }
    }
}
