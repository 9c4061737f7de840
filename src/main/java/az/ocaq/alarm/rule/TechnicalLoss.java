package az.ocaq.alarm.rule;

import java.util.List;
import java.util.Optional;

/**
 * What a feeder's wires must lose: a constant and the sum of its currents' squares times a resistance.
 *
 * @param currents metrics of the feeder's meter, one for each phase, A; none: nothing is expected
 * @param constant what is lost without current, W
 * @param resistance ohm; NaN: of a feeder without the attribute nothing is expected
 * @param attribute when present, this attribute of the feeder's meter takes the place of the resistance
 */
public record TechnicalLoss(List<String> currents, double constant, double resistance, Optional<String> attribute) {
    /** Nothing is expected. */
    static final TechnicalLoss NONE = new TechnicalLoss(List.of(), 0, Double.NaN, Optional.empty());

    public TechnicalLoss {
        currents = List.copyOf(currents);
    }
}
