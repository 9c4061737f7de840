package az.ocaq.measurement;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * One value that a device measures. Its name, {@code quantity[_channel][_phase]}, is its identity within the device:
 * {@code active_power}, {@code voltage_l2}, {@code current_string1}.
 *
 * @param name snake case
 * @param quantity what is measured, mostly one of {@link Quantity}
 * @param channel which of several of the same kind; empty text when there is one
 * @param phase the conductor, when it is of one conductor
 * @param unit the unit of the values
 */
public record Metric(String name, String quantity, String channel, Optional<Phase> phase, Unit unit) {
    private static final int LONGEST_NAME = 128;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_]*");
    // Names come from outside: those of all the devices of a region are few, made-up ones end nowhere.
    private static final int MOST_KNOWN = 10_000;
    private static final Map<String, Metric> KNOWN = new ConcurrentHashMap<>();
    private static final Pattern NOT_NAME = Pattern.compile("[^a-z0-9]+");

    public Metric {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a metric name in snake case (a-z 0-9 _): '" + name + "'");
        }
    }

    /** Whether the text may name a metric. */
    public static boolean isName(String text) {
        return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
    }

    /**
     * The metric of a name: the longest known quantity that it starts with, a phase that it ends with, and what is
     * between as channel. The unit is the quantity's; a name without a known quantity is its own quantity with the unit
     * {@link Unit#UNKNOWN}.
     */
    public static Metric named(String name) {
        Metric known = KNOWN.get(name);
        if (known != null) {
            return known;
        }
        Metric found = find(name);
        if (KNOWN.size() < MOST_KNOWN) {
            KNOWN.put(name, found);
        }
        return found;
    }

    private static Metric find(String name) {
        Optional<Phase> phase = phaseAtEnd(name);
        String rest = phase.map(
                        it -> name.substring(0, name.length() - it.name().length() - 1))
                .orElse(name);
        for (int end = rest.length(); end > 0; end = rest.lastIndexOf('_', end - 1)) {
            Optional<Quantity> quantity = Quantity.named(rest.substring(0, end));
            if (quantity.isPresent()) {
                String channel = end == rest.length() ? "" : rest.substring(end + 1);
                return new Metric(
                        name,
                        quantity.get().name(),
                        channel,
                        phase,
                        quantity.get().unit());
            }
        }
        return new Metric(name, rest, "", phase, Unit.UNKNOWN);
    }

    /** The metric of a quantity, a channel (any text, may be empty) and a phase, in the given unit. */
    public static Metric of(String quantity, String channel, Optional<Phase> phase, Unit unit) {
        StringBuilder name = new StringBuilder(snake(quantity));
        if (!channel.isEmpty()) {
            name.append('_').append(snake(channel));
        }
        phase.ifPresent(it -> name.append('_').append(it.name().toLowerCase(Locale.ROOT)));
        String shortened = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return new Metric(shortened, quantity, channel, phase, unit);
    }

    /** How the metric behaves over time; a gauge when its quantity is not known. */
    public Quantity.Kind kind() {
        return Quantity.named(quantity).map(Quantity::kind).orElse(Quantity.Kind.GAUGE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Metric metric && name.equals(metric.name);
    }

    /** Of the name alone, which is the identity; cheap, because series are looked up for every reading. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    private static String snake(String text) {
        String cleaned = NOT_NAME.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("_");
        String trimmed = cleaned.startsWith("_") ? cleaned.substring(1) : cleaned;
        return trimmed.isEmpty() ? "x" + Integer.toHexString(text.hashCode()) : trimmed;
    }

    private static Optional<Phase> phaseAtEnd(String name) {
        for (Phase phase : Phase.values()) {
            if (name.endsWith("_" + phase.name().toLowerCase(Locale.ROOT))) {
                return Optional.of(phase);
            }
        }
        return Optional.empty();
    }
}
