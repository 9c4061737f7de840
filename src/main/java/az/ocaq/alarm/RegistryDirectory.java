package az.ocaq.alarm;

import az.ocaq.alarm.engine.Directory;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.device.MetricRange;
import az.ocaq.device.Place;
import az.ocaq.device.ServerItself;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.measurement.DeviceId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The registered devices, as alarm rules see them. Not thread-safe. */
public final class RegistryDirectory implements Directory {
    private static final String GATEWAY = SiteKind.GATEWAY.word();

    private final DeviceRegistry registry;
    private final Predicate<Device> inService;
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> labels = new HashMap<>();
    private final Map<String, Set<String>> values = new HashMap<>();

    // texts that are labels of many devices: the name of a place there and below, the rules of a type
    private final Map<Site, String> places = new HashMap<>();
    private final Map<DeviceType, List<String>> ofTypes = new HashMap<>();

    private RegistryDirectory(DeviceRegistry registry, Predicate<Device> inService) {
        this.registry = registry;
        this.inService = inService;
        registry.devices().forEach(this::add);
    }

    /** Looks at the registry anew for one device. */
    void refresh(DeviceId id) {
        labels.remove(id.toString());
        values.clear();
        devices.remove(id.toString());
        registry.device(id).ifPresent(this::add);
    }

    private void add(Device device) {
        if (inService.test(device)) {
            devices.put(device.id().toString(), device);
        }
    }

    /** Those that people are told of: recorded devices page nobody. */
    static RegistryDirectory inService(DeviceRegistry registry) {
        return new RegistryDirectory(registry, device -> !device.recorded());
    }

    /** Those that a rule is tried on. */
    public static RegistryDirectory of(DeviceRegistry registry, Predicate<Device> tried) {
        return new RegistryDirectory(registry, tried);
    }

    @Override
    public boolean isGone(String device) {
        return DeviceId.parse(device)
                .filter(it -> !ServerItself.is(it) && registry.device(it).isEmpty())
                .isPresent();
    }

    @Override
    public Collection<String> devices() {
        return devices.keySet();
    }

    @Override
    public Map<String, String> labels(String device) {
        Map<String, String> known = labels.get(device);
        if (known != null) {
            return known;
        }
        Map<String, String> found = Map.copyOf(describe(device));
        labels.put(device, found);
        return found;
    }

    @Override
    public Set<String> values(String label) {
        return values.computeIfAbsent(label, Directory.super::values);
    }

    @Override
    public Optional<Duration> interval(String device) {
        return device(device).map(it -> it.type().interval());
    }

    @Override
    public Optional<Place> place(String device) {
        return DeviceId.parse(device)
                .flatMap(it -> registry.settlement(it.settlement()))
                .map(Settlement::place);
    }

    @Override
    public OptionalDouble resolution(String device, String metric) {
        return range(device, metric).map(MetricRange::resolution).orElse(OptionalDouble.empty());
    }

    @Override
    public OptionalDouble modulus(String device, String metric) {
        return range(device, metric).map(MetricRange::modulus).orElse(OptionalDouble.empty());
    }

    @Override
    public OptionalDouble attribute(String device, String name) {
        Optional<String> text = device(device).map(it -> it.attributes().get(name));
        try {
            return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text.get()));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /**
     * Homes and public buildings that the device's site supplies, metered or not: where several sites have such a device, those
     * that name this one. Of several devices of a type at one site nobody knows who is behind which.
     */
    @Override
    public OptionalInt customers(String device) {
        Optional<Device> known = device(device);
        Optional<Site> here = known.map(Device::id).flatMap(it -> registry.site(it.settlement(), it.site()));
        if (here.isEmpty()) {
            return OptionalInt.empty();
        }
        String settlement = here.get().settlement();
        List<Device> around = registry.devices(settlement);
        Map<String, List<Device>> bySite =
                around.stream().collect(Collectors.groupingBy(it -> it.id().site()));
        List<String> alike = around.stream()
                .filter(it -> inService.test(it) && it.type().equals(known.get().type()))
                .map(it -> it.id().site())
                .toList();
        int supplied = (int) registry.sites(settlement).stream()
                .filter(it -> it.kind().isCustomer())
                .filter(it -> here.get().supplies(bySite.getOrDefault(it.id(), List.of()), alike.size()))
                .count();
        boolean sharesItsSite =
                alike.indexOf(here.get().id()) < alike.lastIndexOf(here.get().id());
        return supplied == 0 || sharesItsSite ? OptionalInt.empty() : OptionalInt.of(supplied);
    }

    private Optional<Device> device(String device) {
        return Optional.ofNullable(devices.get(device));
    }

    private Optional<MetricRange> range(String device, String metric) {
        return device(device).map(it -> it.type().metrics().get(metric));
    }

    private Map<String, String> describe(String name) {
        Map<String, String> found = new HashMap<>();
        Optional<DeviceId> id = DeviceId.parse(name).or(() -> DeviceId.parse(name + "/group"));
        id.ifPresent(it -> describePlace(it, found));
        device(name).ifPresent(device -> {
            found.put("type", device.type().id());
            found.put("utility", device.type().utility());
            // what feeds a home is one tree, what carries its data another
            Optional.ofNullable(device.attributes().get(GATEWAY))
                    .ifPresent(it -> found.put(GATEWAY, device.id().settlement() + "/" + it));
            ofTypes.computeIfAbsent(device.type(), RegistryDirectory::ruleLabels)
                    .forEach(label -> found.put(label, "true"));
        });
        return found;
    }

    private static List<String> ruleLabels(DeviceType type) {
        return type.alarms().stream().map(Rules::typeLabel).toList();
    }

    /** The place, and every site that feeds it, by its kind: {@code feeder} → {@code aghali/feeder-1}. */
    private void describePlace(DeviceId id, Map<String, String> found) {
        Optional<Site> site = registry.site(id.settlement(), id.site());
        String settlement = site.map(Site::settlement).orElse(id.settlement());
        found.put("settlement", settlement);
        found.put("village", settlement);
        found.put("site", site.map(this::place).orElseGet(() -> id.settlement() + "/" + id.site()));
        site.ifPresent(it -> found.put("site_kind", it.kind().word()));
        site.filter(Site::critical).ifPresent(it -> found.put("critical", "true"));
        for (int depth = 0; site.isPresent() && depth < 16; depth++) {
            Site here = site.get();
            found.putIfAbsent(here.kind().word(), place(here));
            site = here.fedBy().flatMap(it -> registry.site(here.settlement(), it));
        }
    }

    private String place(Site site) {
        return places.computeIfAbsent(site, it -> it.settlement() + "/" + it.id());
    }
}
