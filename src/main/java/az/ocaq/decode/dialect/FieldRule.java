package az.ocaq.decode.dialect;

import az.ocaq.decode.Numbers;
import az.ocaq.decode.Phases;
import az.ocaq.decode.dialect.Sample.Kind;
import az.ocaq.decode.dialect.Sample.Leaf;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Phase;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the fields of some paths are.
 *
 * @param at the paths it is for; the first rule that fits a path wins
 * @param ignored the field is no measurement
 * @param quantity what is measured
 * @param unit the unit of the payload's values, factor included
 * @param unitFrom the path of a field that names the unit, after {@code ./} one beside the value; then {@code unit} is for messages without it
 * @param factor what values are multiplied by before the unit that {@code unitFrom} names
 * @param channel which of several
 * @param phase the conductor's name
 * @param phasesFromZero whether the conductor's name is an index that starts at 0
 * @param device the device, where it is not the message's
 * @param words the values of words, in lower case
 * @param condition when the rule is for a field
 * @param limits which numbers to leave out or to doubt
 */
record FieldRule(
        List<PathPattern> at,
        boolean ignored,
        Template quantity,
        Units.Scale unit,
        Optional<String> unitFrom,
        double factor,
        Template channel,
        Template phase,
        boolean phasesFromZero,
        Optional<Template> device,
        Map<String, Double> words,
        Condition condition,
        Limits limits) {

    /**
     * Numbers, as in the payload, that are not what they seem.
     *
     * @param absent stand for no value, as -127 °C of a thermometer that is not connected
     * @param doubtful may be a value, as 85 °C of one that was just switched on
     * @param least below, a value is doubtful
     * @param most above, a value is doubtful
     */
    record Limits(Set<Double> absent, Set<Double> doubtful, double least, double most) {
        static final Limits NONE = new Limits(Set.of(), Set.of(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        boolean isAbsent(double value) {
            return !absent.isEmpty() && absent.contains(value);
        }

        boolean doubts(double value) {
            return value < least || value > most || (!doubtful.isEmpty() && doubtful.contains(value));
        }
    }

    /** Which leaf a rule is for. */
    enum Only {
        ANYTHING,
        TEXT,
        NUMBER
    }

    /**
     * When a rule is for a field, beside its path.
     *
     * @param when fields of the message that must have one of some words
     * @param unless the path of a field that the message must not have
     * @param only what the field must hold
     * @param over a number must be greater
     */
    record Condition(Map<String, Set<String>> when, Optional<String> unless, Only only, double over) {
        /** Whether there is nothing to ask. */
        boolean isNone() {
            return when.isEmpty() && unless.isEmpty() && only == Only.ANYTHING && over == Double.NEGATIVE_INFINITY;
        }

        boolean holds(Leaf leaf, Sample sample) {
            boolean number = leaf.kind() == Kind.NUMBER;
            return switch (only) {
                        case ANYTHING -> true;
                        case TEXT -> leaf.kind() == Kind.TEXT && !Numbers.startsAsNumber(leaf.text());
                        case NUMBER -> number;
                    }
                    && (over == Double.NEGATIVE_INFINITY || (number && leaf.number() > over))
                    && unless.flatMap(sample::text).isEmpty()
                    && sample.has(when);
        }
    }

    /** The captures when the rule is for this path. */
    Optional<Map<String, String>> match(String path) {
        for (PathPattern pattern : at) {
            Optional<Map<String, String>> captures = pattern.match(path);
            if (captures.isPresent()) {
                return captures;
            }
        }
        return Optional.empty();
    }

    /** The metric in a unit, its parts filled from the captures. */
    Metric metric(Map<String, String> captures, Unit inUnit) {
        return Metric.of(quantity.fill(captures), channel.fill(captures), phase(phase.fill(captures)), inUnit);
    }

    private Optional<Phase> phase(String name) {
        if (!phasesFromZero) {
            return Phases.of(name);
        }
        return name.length() == 1 ? Phases.ofIndex(name.charAt(0) - '0') : Optional.empty();
    }
}
