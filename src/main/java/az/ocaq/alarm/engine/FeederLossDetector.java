package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.EnergyLoss;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a feeder lets in and its homes give back against what they draw and it lets out, per window, and in the dark hours of it
 * once more: a meter that counts too little counts too little of what its roof gives, too, and in a whole day one hides the other.
 */
final class FeederLossDetector extends LossDetector<EnergyLoss.FeederLoss> {
    private static final int IMPORTED = 0;
    private static final int EXPORTED = 1;
    private static final double[] NOTHING = {};

    private Marks marks;

    FeederLossDetector(Core core, Instance alarm, EnergyLoss.FeederLoss loss, Set<String> homes) {
        super(core, alarm, loss, homes);
        this.marks = new Marks(this, loss.span(), loss.dark());
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        if (slot >= EnergyLoss.FeederLoss.REGISTERS) {
            wires.take(sample, value, order, marks.isDark(sample.time()));
        } else {
            marks.take(slot, sample, value, order);
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof EnergyLoss.FeederLoss edited) {
            configure(edited);
            marks = new Marks(this, edited.span(), edited.dark());
        }
        super.reconsider();
    }

    @Override
    Judgement judge(long end, Map<String, double[]> parts) {
        Map<String, double[]> next = kept.open.getOrDefault(endOf(end + 1).orElseThrow(), Map.of());
        Use use = (register, device) -> {
            double[] from = parts.getOrDefault(device, NOTHING);
            return Marks.used(register, from, Marks.WINDOW, next.getOrDefault(device, NOTHING), Marks.WINDOW);
        };
        Judgement whole = judge(use, wires.in(parts, loss.minCoverage()), 1);
        if (loss.dark().isEmpty()) {
            return whole;
        }
        Use byNight = (register, device) -> {
            double[] from = parts.getOrDefault(device, NOTHING);
            return Marks.used(register, from, Marks.WINDOW, from, Marks.LIGHT)
                    + Marks.used(register, from, Marks.DARK, next.getOrDefault(device, NOTHING), Marks.WINDOW);
        };
        EnergyLoss.FeederLoss.Dark dark = loss.dark().get();
        Duration window = loss.span().window();
        double share = (double) WireLoss.darkOf(window, dark).toMillis() / window.toMillis();
        Judgement night = judge(byNight, wires.inDark(parts, dark, loss.minCoverage()), share);
        if (night.verdict() == Verdict.NONE && whole.verdict() == Verdict.GOOD && roofsGave(use)) {
            return Judgement.NONE;
        }
        return worse(whole, night);
    }

    /** Whether a roof could have hidden by day what only the dark hours show. */
    private boolean roofsGave(Use use) {
        return homes.stream().anyMatch(it -> use.of(EXPORTED, it) > 0);
    }

    /** What a register of a device counted; NaN when that is not known. */
    private interface Use {
        double of(int register, String device);
    }

    private static Judgement worse(Judgement whole, Judgement night) {
        boolean decides = night.verdict() == Verdict.BAD
                || (night.verdict() == Verdict.BETWEEN && whole.verdict() == Verdict.GOOD);
        boolean enough = whole.verdict() == Verdict.BAD || whole.verdict() == Verdict.SEVERE;
        return decides && !enough ? night : whole;
    }

    /** @param part what is judged of a window: 1, or the share of it that its dark hours are */
    private Judgement judge(Use use, double technical, double part) {
        double fed = use.of(IMPORTED, alarm.device());
        double returned = use.of(EXPORTED, alarm.device());
        double drawn = 0;
        double given = 0;
        int reported = 0;
        for (String home : homes) {
            double own = use.of(IMPORTED, home);
            if (!Double.isNaN(own)) {
                drawn += own;
                given += use.of(EXPORTED, home);
                reported++;
            }
        }
        if (Double.isNaN(fed + given + returned + technical) || fed + given <= 0 || !covered(reported)) {
            return Judgement.NONE;
        }
        double lost = rounded(fed - returned - drawn + given);
        double percent = rounded(lost / (fed + given) * 100);
        if (part == 1 && percent < loss.negativePercent() && -lost > loss.minLoss()) {
            return new Judgement(Verdict.SEVERE, percent);
        }
        double unexplained = rounded(lost - technical);
        double share = rounded(unexplained / (fed + given) * 100);
        return new Judgement(verdict(unexplained, share, part), share);
    }
}
