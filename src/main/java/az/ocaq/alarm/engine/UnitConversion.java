package az.ocaq.alarm.engine;

import java.util.Map;
import java.util.Optional;

/**
 * A straight line from one unit to another.
 *
 * @param factor multiplies
 * @param offset is added after
 */
record UnitConversion(double factor, double offset) {
    static final UnitConversion NONE = new UnitConversion(1, 0);

    private record Base(String name, double factor, double offset) {}

    private static final Map<String, Base> PLAIN = Map.ofEntries(
            Map.entry("degC", new Base("degC", 1, 0)),
            Map.entry("°C", new Base("degC", 1, 0)),
            Map.entry("C", new Base("degC", 1, 0)),
            Map.entry("K", new Base("degC", 1, -273.15)),
            Map.entry("degF", new Base("degC", 5.0 / 9, -160.0 / 9)),
            Map.entry("°F", new Base("degC", 5.0 / 9, -160.0 / 9)),
            Map.entry("%", new Base("1", 0.01, 0)),
            Map.entry("1", new Base("1", 1, 0)),
            Map.entry("m3", new Base("m3", 1, 0)),
            Map.entry("L", new Base("m3", 0.001, 0)),
            Map.entry("l", new Base("m3", 0.001, 0)),
            Map.entry("m3/h", new Base("m3/h", 1, 0)),
            Map.entry("L/h", new Base("m3/h", 0.001, 0)),
            Map.entry("l/h", new Base("m3/h", 0.001, 0)),
            Map.entry("L/s", new Base("m3/h", 3.6, 0)),
            Map.entry("L/min", new Base("m3/h", 0.06, 0)),
            Map.entry("bar", new Base("Pa", 100_000, 0)),
            Map.entry("mbar", new Base("Pa", 100, 0)),
            Map.entry("Pa", new Base("Pa", 1, 0)),
            Map.entry("hPa", new Base("Pa", 100, 0)),
            Map.entry("kPa", new Base("Pa", 1000, 0)),
            Map.entry("m", new Base("m", 1, 0)),
            Map.entry("cm", new Base("m", 0.01, 0)),
            Map.entry("mm", new Base("m", 0.001, 0)),
            Map.entry("s", new Base("s", 1, 0)),
            Map.entry("min", new Base("s", 60, 0)),
            Map.entry("h", new Base("s", 3600, 0)));
    private static final Map<Character, Double> PREFIXES = Map.of('m', 0.001, 'k', 1000.0, 'M', 1e6, 'G', 1e9);

    /** The conversion, when both units measure the same. No unit on either side means no conversion. */
    static Optional<UnitConversion> between(String from, String to) {
        if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
            return Optional.of(NONE);
        }
        Base source = base(from);
        Base target = base(to);
        if (!source.name().equals(target.name())) {
            return Optional.empty();
        }
        double factor = source.factor() / target.factor();
        return Optional.of(new UnitConversion(factor, (source.offset() - target.offset()) / target.factor()));
    }

    double apply(double value) {
        return factor == 1 && offset == 0
                ? value
                : factor >= 1 ? value * factor + offset : value / (1 / factor) + offset;
    }

    private static Base base(String unit) {
        Base plain = PLAIN.get(unit);
        if (plain != null) {
            return plain;
        }
        for (String name : new String[] {"Wh", "varh", "VAh", "VA", "var", "W", "V", "Ah", "A", "Hz"}) {
            if (unit.equals(name)) {
                return new Base(name, 1, 0);
            }
            Double prefix = unit.isEmpty() ? null : PREFIXES.get(unit.charAt(0));
            if (prefix != null && unit.substring(1).equals(name)) {
                return new Base(name, prefix, 0);
            }
        }
        return new Base(unit, 1, 0);
    }
}
