package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Equipment;
import az.ocaq.alarm.rule.Equipment.Transformer.Thermal;
import java.util.Optional;

/**
 * The hot spot of a transformer's winding by the difference equations of IEC 60076-7, section 8. A sample carries the mean
 * apparent power {@code s_kva} and ambient temperature {@code ta} of the interval that ends with it.
 */
final class TransformerDetector extends SignalDetector {
    private static final double MINUTE = 60_000;

    /** Multiples of the rated power, and °C, beyond which there is no such load or weather: a meter is wrong. */
    private static final double MOST_LOAD = 20;

    private static final double MOST_AMBIENT = 100;

    /** How often the temperatures are kept: a restart loses so much of them, of time constants of hours. */
    private static final long NOTE_EVERY = 600_000;

    /** What outlives a restart; NaN: not computed yet. */
    static final class Kept {
        DelayedCondition.Run run = new DelayedCondition.Run();
        double oil = Double.NaN;
        double rise;
        double oilLag;
        long time;
        long noted;
    }

    private final Kept kept;
    private Equipment.Transformer transformer;
    private Optional<Composer> composer;

    TransformerDetector(Core core, Instance alarm, Equipment.Transformer transformer) {
        this(core, alarm, transformer, new Kept());
    }

    private TransformerDetector(Core core, Instance alarm, Equipment.Transformer transformer, Kept kept) {
        super(core, alarm, kept.run, transformer.given());
        this.kept = kept;
        this.transformer = transformer;
        this.composer = transformer.inputs().map(Composer::new);
    }

    private double ratedKva() {
        return transformer
                .ratedKva()
                .orElseGet(() -> transformer.attribute().stream()
                        .mapToDouble(it ->
                                core.directory().attribute(alarm.device(), it).orElse(Double.NaN) / 1000)
                        .findFirst()
                        .orElse(Double.NaN));
    }

    @Override
    Object state() {
        return kept;
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        if (slot > 0) {
            if (order == Order.NEWEST) {
                composer.flatMap(it -> it.put(slot - 1, sample, value))
                        .ifPresent(it -> sample(0, it, Double.NaN, arrival, order));
            }
            return;
        }
        // power that flows back heats as well
        double load = Math.abs(sample.field("s_kva") / ratedKva());
        double ambient = sample.field("ta");
        boolean credible = load <= MOST_LOAD && Math.abs(ambient) <= MOST_AMBIENT;
        if (sample.time() <= kept.time || !credible) {
            return;
        }
        if (Double.isNaN(kept.oil)) {
            begin(load, ambient);
        } else {
            step(load, ambient, (sample.time() - kept.time) / MINUTE);
        }
        kept.time = sample.time();
        if (kept.time - kept.noted >= NOTE_EVERY) {
            kept.noted = kept.time;
            alarm.touch();
        }
        condition.accept(sample.time(), hotSpot(load, ambient), arrival, order);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Equipment.Transformer edited) {
            transformer = edited;
            composer = edited.inputs().map(Composer::new);
            edited(edited.given());
        }
    }

    /** Nothing is known of before the first sample: as if its load had been there for long. */
    private void begin(double load, double ambient) {
        Thermal thermal = transformer.thermal();
        kept.oil = ambient + oilRise(load);
        kept.rise = thermal.k21() * windingRise(load);
        kept.oilLag = (thermal.k21() - 1) * windingRise(load);
    }

    private void step(double load, double ambient, double minutes) {
        kept.oil = oil(load, ambient, minutes);
        kept.rise = rise(load, minutes);
        kept.oilLag = oilLag(load, minutes);
    }

    /** Now, or as far ahead as the rule looks if nothing changes until then. */
    private double hotSpot(double load, double ambient) {
        double minutes = transformer.within().toMillis() / MINUTE;
        return oil(load, ambient, minutes) + rise(load, minutes) - oilLag(load, minutes);
    }

    private double oil(double load, double ambient, double minutes) {
        Thermal thermal = transformer.thermal();
        double end = ambient + oilRise(load);
        return kept.oil + (end - kept.oil) * share(minutes, thermal.k11() * thermal.oilMinutes());
    }

    private double rise(double load, double minutes) {
        Thermal thermal = transformer.thermal();
        double end = thermal.k21() * windingRise(load);
        return kept.rise + (end - kept.rise) * share(minutes, thermal.k22() * thermal.windingMinutes());
    }

    private double oilLag(double load, double minutes) {
        Thermal thermal = transformer.thermal();
        double end = (thermal.k21() - 1) * windingRise(load);
        return kept.oilLag + (end - kept.oilLag) * share(minutes, thermal.oilMinutes() / thermal.k22());
    }

    private double oilRise(double load) {
        Thermal thermal = transformer.thermal();
        double losses = (1 + thermal.lossRatio() * load * load) / (1 + thermal.lossRatio());
        return thermal.oilRise() * Math.pow(losses, thermal.oilExponent());
    }

    private double windingRise(double load) {
        return transformer.thermal().hotSpotRise()
                * Math.pow(load, transformer.thermal().windingExponent());
    }

    private static double share(double minutes, double constant) {
        return 1 - Math.exp(-minutes / constant);
    }
}
