package az.ocaq.simulation.model;

import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The radial electricity network of a village: the power of every site is what is on it plus what it supplies plus the
 * losses of its cable or transformer. Positive is drawn.
 */
final class Network {
    /** Ohm of one conductor of a feeder: 500 m of 95 mm2 aluminium with 0.32 ohm/km. */
    private static final double FEEDER_RESISTANCE = 0.16;

    /** Ohm of the two conductors of a home's own cable: 25 m of 16 mm2 aluminium with 1.91 ohm/km. */
    private static final double SERVICE_RESISTANCE = 0.095;

    /** Ohm of one conductor of the cable from a transformer to a building that hangs on it: 100 m of 95 mm2 aluminium. */
    private static final double CABLE_RESISTANCE = 0.032;

    private static final double LINE_VOLTAGE = 400;
    private static final double PHASE_VOLTAGE = 230;

    /** Rated power of the stations on one 10 kV line to the town; more stations have more lines. */
    private static final double ONE_LINE = 2_400_000;

    /** Share that such a line loses with that power: 12 km of 35 mm2 aluminium with 0.85 ohm/km. */
    private static final double LINE_LOSS_SHARE = 12 * 0.85 * ONE_LINE / (10_000.0 * 10_000);

    /** Of the town the village has its share: a transformer from 35 to 10 kV and one from 110 to 35 kV. */
    private static final int STAGES_OF_TOWN = 2;

    private static final double NO_LOAD_SHARE = 0.00175;
    private static final double LOAD_LOSS_SHARE = 0.0105;
    /** Reactive power of a transformer without load, and of its short-circuit voltage of 4 %, as shares of its rating. */
    private static final double MAGNETISING_SHARE = 0.012;

    private static final double REACTANCE_SHARE = 0.04;

    /** Reactance of a conductor as a share of its resistance: 0.08 to 0.32 ohm/km. */
    private static final double REACTANCE = 0.25;

    private static final Set<SiteKind> AT_TRANSFORMER = EnumSet.of(
            SiteKind.FEEDER, SiteKind.HYDRO_PLANT, SiteKind.WIND_FARM, SiteKind.SOLAR_PARK, SiteKind.BATTERY_STATION);

    private final Map<String, Integer> index = new HashMap<>();
    private final List<SiteKind> kinds = new ArrayList<>();
    private final int[] parent;
    private final int[] fromLeaves;
    private final double[] rated;
    private final double[][] power;
    /** Reactive power, var; positive is drawn, as coils do. */
    private final float[][] reactive;
    /** Of sites on a feeder: what of their power is on L1, L2 and L3. */
    private final double[][] shares;
    /** Of feeders: the sum of the squares of what each site draws, (VA)2. */
    private final double[][] squares;
    /** Of feeders: the power of L1, L2 and L3. */
    private final double[][][] phases;
    /** Whether something has been added to a site today. */
    private final boolean[] isSet;

    private final boolean[] isSetReactive;
    private final double[] highest;
    private double highestBusbar;

    Network(List<Site> sites, int slots) {
        for (Site site : sites) {
            index.put(site.id(), kinds.size());
            kinds.add(site.kind());
        }
        parent = new int[kinds.size()];
        int[] depth = new int[kinds.size()];
        for (Site site : sites) {
            parent[node(site.id())] = site.fedBy().map(this::node).orElse(-1);
        }
        for (int i = 0; i < depth.length; i++) {
            for (int up = parent[i]; up >= 0; up = parent[up]) {
                depth[i]++;
            }
        }
        List<Integer> order = new ArrayList<>(index.values());
        order.sort((a, b) -> depth[a] != depth[b] ? Integer.compare(depth[b], depth[a]) : Integer.compare(a, b));
        fromLeaves = order.stream().mapToInt(Integer::intValue).toArray();
        rated = new double[kinds.size()];
        Arrays.fill(rated, 400_000);
        power = new double[kinds.size()][slots];
        reactive = new float[kinds.size()][slots];
        shares = new double[kinds.size()][];
        Arrays.fill(shares, new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0});
        squares = new double[kinds.size()][];
        phases = new double[kinds.size()][][];
        isSet = new boolean[kinds.size()];
        isSetReactive = new boolean[kinds.size()];
        highest = new double[kinds.size()];
        Arrays.setAll(squares, i -> new double[kinds.get(i) == SiteKind.FEEDER ? slots : 0]);
        Arrays.setAll(phases, i -> new double[3][squares[i].length]);
    }

    /** The number of a site. */
    int node(String site) {
        return index.getOrDefault(site, -1);
    }

    void rate(int node, double voltAmperes) {
        rated[node] = voltAmperes;
    }

    double rated(int node) {
        return rated[node];
    }

    /** Says what of a site's power is on L1, L2 and L3. */
    void connect(int node, double[] onPhases) {
        shares[node] = onPhases.clone();
    }

    /** Begins a day: nothing is drawn yet. */
    void clear() {
        Arrays.fill(isSet, false);
        Arrays.fill(isSetReactive, false);
        for (int node = 0; node < parent.length; node++) {
            Arrays.fill(squares[node], 0);
            for (double[] curve : phases[node]) {
                Arrays.fill(curve, 0);
            }
        }
    }

    /** Adds what a device at a site draws (sign 1) or gives (sign -1). */
    void add(int node, double[] curve, double sign) {
        double[] sum = power[node];
        if (!isSet[node]) {
            isSet[node] = true;
            for (int i = 0; i < sum.length; i++) {
                sum[i] = sign * curve[i];
            }
            return;
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] += sign * curve[i];
        }
    }

    /** Adds reactive power that a device draws: {@code tangent} times its power, whichever way that flows. */
    void addReactive(int node, double[] curve, double tangent) {
        float[] sum = reactive[node];
        if (!isSetReactive[node]) {
            isSetReactive[node] = true;
            for (int i = 0; i < sum.length; i++) {
                sum[i] = (float) (tangent * Math.abs(curve[i]));
            }
            return;
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] += (float) (tangent * Math.abs(curve[i]));
        }
    }

    /** Takes back what a device at a site gave in a slot, after {@link #gather}. */
    void take(int node, int slot, double watts) {
        power[node][slot] += watts;
        if (onFeeder(node)) {
            for (int phase = 0; phase < 3; phase++) {
                phases[parent[node]][phase][slot] += shares[node][phase] * watts;
            }
        }
    }

    /** The power of a site after {@link #solve}: what its supplier gives it, W. */
    double[] power(int node) {
        return power[node];
    }

    /** The reactive power of a site after {@link #solve}, var. */
    double reactive(int node, int slot) {
        return reactive[node][slot];
    }

    /** What a feeder gives on one of its phases, with its share of the losses, W. */
    double phase(int feeder, int phase, int slot) {
        if (phases[feeder][0].length == 0) {
            return power[feeder][slot] / 3;
        }
        double all = 0;
        for (int i = 0; i < 3; i++) {
            all += phases[feeder][i][slot];
        }
        return phases[feeder][phase][slot] + (power[feeder][slot] - all) / 3;
    }

    /** The apparent power of a site after {@link #solve}, VA. */
    double apparent(int node, int slot) {
        return Math.sqrt(square(node, slot));
    }

    private double square(int node, int slot) {
        double active = power[node][slot];
        double var = reactive[node][slot];
        return active * active + var * var;
    }

    private boolean onFeeder(int node) {
        return parent[node] >= 0 && kinds.get(parent[node]) == SiteKind.FEEDER;
    }

    /** Adds up the phases of the feeders, once all that is on them has been added. */
    void gather(double[] busbar) {
        for (int node = 0; node < parent.length; node++) {
            if (!isSet[node]) {
                Arrays.fill(power[node], 0);
            }
            if (!isSetReactive[node]) {
                Arrays.fill(reactive[node], 0);
            }
            for (int phase = 0; onFeeder(node) && phase < 3; phase++) {
                double[] sum = phases[parent[node]][phase];
                double[] own = power[node];
                double share = shares[node][phase];
                for (int i = 0; i < own.length; i++) {
                    sum[i] += share * own[i];
                }
            }
        }
        highestBusbar = Arrays.stream(busbar).max().orElse(0);
        for (int node = 0; node < parent.length; node++) {
            if (kinds.get(node) == SiteKind.FEEDER) {
                highest[node] = highestOn(node, busbar);
            }
        }
    }

    /** Adds everything up towards the root, with losses. */
    void solve() {
        for (int node : fromLeaves) {
            if (kinds.get(node) == SiteKind.FEEDER) {
                addFeederLoss(node);
            } else if (kinds.get(node) == SiteKind.TRANSFORMER_STATION) {
                addTransformerLoss(node, rated[node]);
            } else if (kinds.get(node) == SiteKind.SUBSTATION) {
                addTownLoss(node, stations(node));
            }
            if (parent[node] >= 0) {
                addTo(parent[node], node);
            }
        }
    }

    private void addTo(int supplier, int node) {
        double[] sum = power[supplier];
        double[] own = power[node];
        float[] vars = reactive[supplier];
        float[] ownVars = reactive[node];
        for (int i = 0; i < sum.length; i++) {
            sum[i] += own[i];
            vars[i] += ownVars[i];
        }
        double[] squareSum = squares[supplier];
        for (int i = 0; i < squareSum.length; i++) {
            squareSum[i] += own[i] * own[i] + ownVars[i] * (double) ownVars[i];
        }
        double perSquare = CABLE_RESISTANCE / (LINE_VOLTAGE * LINE_VOLTAGE);
        for (int i = 0; hasCable(node) && i < sum.length; i++) {
            sum[i] += perSquare * square(node, i);
        }
    }

    /** Whether it is a user with a cable of its own from a transformer; plants stand beside theirs. */
    private boolean hasCable(int node) {
        return kinds.get(parent[node]) == SiteKind.TRANSFORMER_STATION && !AT_TRANSFORMER.contains(kinds.get(node));
    }

    /**
     * Resistance times the squares of the currents in three conductors and the neutral, for loads evenly along the feeder,
     * most of them on one phase drawn by lot. The balanced part gives R/3 S^2/V^2 with the line voltage. What is not
     * balanced gives 5/3 of the sum of the single squares over half the feeder with the phase voltage, and the homes' own
     * cables add theirs.
     */
    private void addFeederLoss(int node) {
        double all = FEEDER_RESISTANCE / 3 / (LINE_VOLTAGE * LINE_VOLTAGE);
        double single = (5.0 / 3 * FEEDER_RESISTANCE / 2 + SERVICE_RESISTANCE) / (PHASE_VOLTAGE * PHASE_VOLTAGE);
        for (int i = 0; i < power[node].length; i++) {
            double lost = all * square(node, i) + single * squares[node][i];
            power[node][i] += lost;
            reactive[node][i] += (float) (REACTANCE * lost);
        }
    }

    /** Rated power of the transformer stations that a site supplies. */
    private double stations(int node) {
        double sum = 0;
        for (int i = 0; i < parent.length; i++) {
            sum += parent[i] == node && kinds.get(i) == SiteKind.TRANSFORMER_STATION ? rated[i] : 0;
        }
        return sum;
    }

    /** The 10 kV line, then the town's transformers: the grid's meter counts what the village takes from 110 kV. */
    private void addTownLoss(int node, double voltAmperes) {
        double perSquare = LINE_LOSS_SHARE / Math.max(ONE_LINE, voltAmperes);
        for (int i = 0; i < power[node].length; i++) {
            power[node][i] += perSquare * square(node, i);
        }
        for (int stage = 0; stage < STAGES_OF_TOWN && voltAmperes > 0; stage++) {
            addTransformerLoss(node, voltAmperes);
        }
    }

    private void addTransformerLoss(int node, double voltAmperes) {
        for (int i = 0; i < power[node].length; i++) {
            double load = square(node, i) / (voltAmperes * voltAmperes);
            power[node][i] += voltAmperes * (NO_LOAD_SHARE + LOAD_LOSS_SHARE * load);
            reactive[node][i] += (float) (voltAmperes * (MAGNETISING_SHARE + REACTANCE_SHARE * load));
        }
    }

    /**
     * Voltage of one phase at a place of the low-voltage network as a share of 230 V: what the busbar has, less the drop in
     * the transformer, along the feeder (there and back through the neutral) and in the site's own cable.
     *
     * @param phase from 0
     * @param along how far along its feeder the place is, from 0 to 1
     */
    double voltage(int node, int phase, int slot, double busbar, double along) {
        double voltage = busbar;
        for (int up = node; up >= 0; up = parent[up]) {
            if (onFeeder(up)) {
                voltage -= SERVICE_RESISTANCE * shares[up][phase] * power[up][slot] / (PHASE_VOLTAGE * PHASE_VOLTAGE);
            } else if (kinds.get(up) == SiteKind.FEEDER) {
                voltage -= drop(up, phase, slot) * (along - along * along / 2);
            } else if (kinds.get(up) == SiteKind.TRANSFORMER_STATION) {
                // the resistance of the windings is 1.05 %, their reactance 3.9 %
                voltage -= (LOAD_LOSS_SHARE * power[up][slot] + 0.039 * reactive[up][slot]) / rated[up];
            }
        }
        return voltage;
    }

    /** What is lost of a phase's voltage along the whole feeder if all its load were at the end: (R P + X Q) / V2. */
    private double drop(int feeder, int phase, int slot) {
        double all = 0;
        for (int i = 0; i < 3; i++) {
            all += phases[feeder][i][slot];
        }
        double own = phases[feeder][phase][slot];
        double withNeutral = own + own - (all - own) / 2;
        return FEEDER_RESISTANCE
                * (withNeutral + REACTANCE * reactive[feeder][slot] / 3)
                / (PHASE_VOLTAGE * PHASE_VOLTAGE);
    }

    /** The highest voltage that a place on a site's feeder, or else the busbar, can have today, before {@link #solve}. */
    double highest(int node) {
        return onFeeder(node) ? highest[parent[node]] : highestBusbar;
    }

    private double highestOn(int feeder, double[] busbar) {
        double most = 0;
        double perWatt = FEEDER_RESISTANCE / (2 * PHASE_VOLTAGE * PHASE_VOLTAGE);
        for (int i = 0; i < busbar.length; i++) {
            // the reactive power of coils only lowers it
            double a = phases[feeder][0][i];
            double b = phases[feeder][1][i];
            double c = phases[feeder][2][i];
            double lowest = 2.5 * Math.min(a, Math.min(b, c)) - 0.5 * (a + b + c);
            most = Math.max(most, busbar[i] - perWatt * Math.min(0, lowest));
        }
        return most;
    }
}
