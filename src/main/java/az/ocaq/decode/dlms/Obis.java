package az.ocaq.decode.dlms;

import static az.ocaq.measurement.Unit.*;

import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Phase;
import az.ocaq.measurement.Unit;
import java.util.Optional;

/** What a code of IEC 62056-6-1 means, by its groups C (what), D (how) and E (tariff), for electricity. */
record Obis(Metric metric) {
    private static final int MOMENTARY = 7;
    private static final int COUNTED = 8;
    private static final int MOST_TARIFFS = 8;

    static Optional<Obis> of(int what, int how, int tariff) {
        if (how == COUNTED && tariff <= MOST_TARIFFS) {
            return counted(what, tariff == 0 ? "" : "tariff" + tariff);
        }
        return how == MOMENTARY && tariff == 0 ? momentary(what) : Optional.empty();
    }

    boolean isEnergy() {
        return metric.unit() == WATT_HOUR || metric.unit() == VAR_HOUR;
    }

    boolean isCurrent() {
        return metric.unit() == AMPERE;
    }

    private static Optional<Obis> counted(int what, String channel) {
        return switch (what) {
            case 1 -> known("energy_import", channel, 0, WATT_HOUR);
            case 2 -> known("energy_export", channel, 0, WATT_HOUR);
            case 3 -> known("reactive_energy_import", channel, 0, VAR_HOUR);
            case 4 -> known("reactive_energy_export", channel, 0, VAR_HOUR);
            default -> Optional.empty();
        };
    }

    /** 1 to 20 are of all phases, 21 to 40 of the first, 41 to 60 of the second, 61 to 80 of the third. */
    private static Optional<Obis> momentary(int what) {
        int phase = what < 1 || what > 80 ? -1 : (what - 1) / 20;
        return switch (phase < 0 ? 0 : what - 20 * phase) {
            case 1 -> known("active_power", "", phase, WATT);
            case 2 -> known("active_power_export", "", phase, WATT);
            case 3 -> known("reactive_power", "", phase, Unit.VAR);
            case 4 -> known("reactive_power", "export", phase, Unit.VAR);
            case 11 -> known("current", "", phase, AMPERE);
            case 12 -> known("voltage", "", phase, VOLT);
            case 13 -> known("power_factor", "", phase, ONE);
            case 14 -> known("frequency", "", phase, HERTZ);
            default -> Optional.empty();
        };
    }

    private static Optional<Obis> known(String quantity, String channel, int phase, Unit unit) {
        Optional<Phase> of = switch (phase) {
            case 1 -> Optional.of(Phase.L1);
            case 2 -> Optional.of(Phase.L2);
            case 3 -> Optional.of(Phase.L3);
            default -> Optional.empty();
        };
        return Optional.of(new Obis(Metric.of(quantity, channel, of, unit)));
    }
}
