package az.ocaq.decode.discovery;

import az.ocaq.decode.MetricWords;
import az.ocaq.decode.Names;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import az.ocaq.measurement.Units.Scale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The metric for a config's name, class and unit. The unit decides; the class and the name choose among the quantities of
 * that unit.
 *
 * @param measured whether it is anything that a device measures
 * @param kind how its payload is read
 */
record MetricChoice(Metric metric, Scale scale, boolean measured, Entity.Kind kind) {
    /** Words for classes whose own words are not those of the quantity. */
    private static final Map<String, String> CLASS_WORDS = Map.ofEntries(
            Map.entry("battery", "battery level"),
            Map.entry("carbon_dioxide", "co2"),
            Map.entry("carbon_monoxide", "co"),
            Map.entry("atmospheric_pressure", "pressure"),
            Map.entry("signal_strength", "rssi"),
            Map.entry("moisture", "soil moisture"),
            Map.entry("nitrogen_dioxide", "no2"),
            Map.entry("ozone", "o3"),
            Map.entry("sulphur_dioxide", "so2"),
            Map.entry("pm25", "pm2_5"),
            Map.entry("precipitation", "rain"),
            Map.entry("precipitation_intensity", "rain rate"),
            Map.entry("volatile_organic_compounds", "voc"),
            Map.entry("volatile_organic_compounds_parts", "tvoc"),
            Map.entry("volume_flow_rate", "flow"),
            Map.entry("gas", "gas volume"),
            Map.entry("energy_storage", "energy stored"),
            Map.entry("duration", ""));

    private static final Set<String> NOT_MEASURED =
            Set.of("timestamp", "date", "monetary", "data_rate", "data_size", "uptime");
    private static final Set<String> PURE_NUMBERS = Set.of("aqi", "ph", "power_factor");
    private static final Map<String, Unit> PURE_UNITS = Map.of("ph", Unit.PH, "power_factor", Unit.ONE);
    private static final Pattern WISH = Pattern.compile("(?i)set ?_?point|target|desired");
    private static final double FULL = 100;

    /** The metric of a sensor; words of one that is there for {@code diagnostic} purposes are not measured. */
    static MetricChoice of(
            String name, String deviceClass, String unit, String stateClass, String deviceName, boolean diagnostic) {
        Optional<Scale> scale = Units.of(unit).filter(it -> it.unit() != Unit.UNKNOWN);
        boolean measured = !NOT_MEASURED.contains(deviceClass) || scale.isPresent();
        boolean numeric = !deviceClass.equals("enum")
                && (scale.isPresent()
                        || !unit.isEmpty()
                        || !stateClass.isEmpty()
                        || CLASS_WORDS.containsKey(deviceClass)
                        || PURE_NUMBERS.contains(deviceClass));
        Names.Named named = Names.named(name);
        if (!numeric) {
            boolean said = measured && !diagnostic && !Names.isIdentity(name);
            boolean either = deviceClass.isEmpty() && !Names.isCode(name);
            return either
                    ? new MetricChoice(named.metric(), named.scale(), said, Entity.Kind.EITHER)
                    : new MetricChoice(
                            stateOrWord(name, deviceClass), Units.plain(Unit.UNKNOWN), said, Entity.Kind.WORD);
        }
        if (scale.isEmpty() && PURE_UNITS.containsKey(deviceClass)) {
            scale = Optional.of(Units.plain(PURE_UNITS.get(deviceClass)));
        }
        if (scale.isEmpty()) {
            boolean foreign = !unit.isEmpty(); // it has a unit, and not one that a name may stand for
            Metric metric = named.metric();
            return foreign
                    ? new MetricChoice(
                            Metric.of(metric.quantity(), metric.channel(), metric.phase(), Unit.UNKNOWN),
                            Units.plain(Unit.UNKNOWN),
                            measured,
                            Entity.Kind.NUMBER)
                    : new MetricChoice(metric, named.scale(), measured, Entity.Kind.NUMBER);
        }
        Metric metric = known(name, deviceClass, scale.get().unit(), deviceName);
        boolean wish =
                metric.quantity().equals("temperature") && WISH.matcher(name).find();
        return new MetricChoice(
                wish ? Metric.of("temperature_setpoint", metric.channel(), metric.phase(), metric.unit()) : metric,
                scale.get(),
                measured,
                Entity.Kind.NUMBER);
    }

    private static Metric known(String name, String deviceClass, Unit unit, String deviceName) {
        String words = CLASS_WORDS.getOrDefault(deviceClass, deviceClass.replace('_', ' '));
        Metric byName = MetricWords.metric(name, unit, deviceName);
        Metric byClass = MetricWords.metric(name + ' ' + words, unit, deviceName);
        boolean nameSaysMore = words.isEmpty() || deviceClass.isEmpty();
        return nameSaysMore ? byName : byClass;
    }

    private static Metric stateOrWord(String name, String deviceClass) {
        return deviceClass.equals("enum") ? MetricWords.state(name) : MetricWords.text(name);
    }

    static MetricChoice state(String name, String deviceClass) {
        String channel = name.isEmpty() ? deviceClass : name;
        return new MetricChoice(MetricWords.state(channel), Units.plain(Unit.STATE), true, Entity.Kind.WORD);
    }

    static MetricChoice word(String name) {
        return new MetricChoice(MetricWords.state(name), Units.plain(Unit.STATE), true, Entity.Kind.WORD);
    }

    static MetricChoice brightness(String name, double full) {
        Metric metric = Metric.of("brightness", name, Optional.empty(), Unit.PERCENT);
        return new MetricChoice(
                metric, new Scale(Unit.PERCENT, FULL, full <= 0 ? FULL : full, 0), true, Entity.Kind.NUMBER);
    }

    static MetricChoice position(String name) {
        Metric metric = Metric.of("valve_position", name, Optional.empty(), Unit.PERCENT);
        return new MetricChoice(metric, Units.plain(Unit.PERCENT), true, Entity.Kind.NUMBER);
    }

    /** A number in the config's unit as one in the metric's. */
    static double scaled(Entity entity, double value) {
        return entity.scale().apply(value, entity.series().metric().unit());
    }
}
