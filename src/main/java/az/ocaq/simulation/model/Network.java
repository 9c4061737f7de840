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

    /** Share that such a line loses with that power: 14 km of 35 mm2 aluminium with 0.85 ohm/km. */
    private static final double LINE_LOSS_SHARE = 14 * 0.85 * ONE_LINE / (10_000.0 * 10_000);

    /** Of the town the village has its share: a transformer from 35 to 10 kV and one from 110 to 35 kV. */
    private static final int STAGES_OF_TOWN = 2;

    private static final double POWER_FACTOR = 0.96;
    private static final double NO_LOAD_SHARE = 0.00175;
    private static final double LOAD_LOSS_SHARE = 0.0105;

    private static final Set<SiteKind> AT_TRANSFORMER = EnumSet.of(
            SiteKind.FEEDER, SiteKind.HYDRO_PLANT, SiteKind.WIND_FARM, SiteKind.SOLAR_PARK, SiteKind.BATTERY_STATION);

    private final Map<String, Integer> index = new HashMap<>();
    private final List<SiteKind> kinds = new ArrayList<>();
    private final int[] parent;
    private final int[] fromLeaves;
    private final double[] rated;
    private final double[][] power;
    /** Of feeders: the sum of the squares of what each site draws. */
    private final double[][] squares;

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
        squares = new double[kinds.size()][];
        Arrays.setAll(squares, i -> new double[kinds.get(i) == SiteKind.FEEDER ? slots : 0]);
    }

    /** The number of a site. */
    int node(String site) {
        return index.getOrDefault(site, -1);
    }

    /** The site that supplies another; -1 for none. */
    int supplier(int node) {
        return node < 0 ? -1 : parent[node];
    }

    void rate(int node, double voltAmperes) {
        rated[node] = voltAmperes;
    }

    double rated(int node) {
        return rated[node];
    }

    void clear() {
        for (double[] curve : power) {
            Arrays.fill(curve, 0);
        }
        for (double[] curve : squares) {
            Arrays.fill(curve, 0);
        }
    }

    /** Adds what a device at a site draws (sign 1) or gives (sign -1). */
    void add(int node, double[] curve, double sign) {
        double[] sum = power[node];
        for (int i = 0; i < sum.length; i++) {
            sum[i] += sign * curve[i];
        }
    }

    /** The power of a site after {@link #solve}: what its supplier gives it, W. */
    double[] power(int node) {
        return power[node];
    }

    /** Adds everything up towards the root, with losses. */
    void solve() {
        for (int node : fromLeaves) {
            if (kinds.get(node) == SiteKind.FEEDER) {
                addFeederLoss(power[node], squares[node]);
            } else if (kinds.get(node) == SiteKind.TRANSFORMER_STATION) {
                addTransformerLoss(power[node], rated[node]);
            } else if (kinds.get(node) == SiteKind.SUBSTATION) {
                addTownLoss(power[node], stations(node));
            }
            if (parent[node] >= 0) {
                add(parent[node], power[node], 1);
                if (hasCable(node)) {
                    addCableLoss(power[parent[node]], power[node]);
                }
                addSquares(squares[parent[node]], power[node]);
            }
        }
    }

    /** Whether it is a user with a cable of its own from a transformer; plants stand beside theirs. */
    private boolean hasCable(int node) {
        return kinds.get(parent[node]) == SiteKind.TRANSFORMER_STATION && !AT_TRANSFORMER.contains(kinds.get(node));
    }

    private static void addCableLoss(double[] supply, double[] curve) {
        double perSquare = CABLE_RESISTANCE / (LINE_VOLTAGE * LINE_VOLTAGE * POWER_FACTOR * POWER_FACTOR);
        for (int i = 0; i < curve.length; i++) {
            supply[i] += perSquare * curve[i] * curve[i];
        }
    }

    private static void addSquares(double[] squares, double[] curve) {
        for (int i = 0; i < squares.length; i++) {
            squares[i] += curve[i] * curve[i];
        }
    }

    /**
     * Resistance times the squares of the currents in three conductors and the neutral, for loads evenly along the feeder,
     * most of them on one phase drawn by lot. The balanced part gives R/3 S^2/V^2 with the line voltage. What is not
     * balanced gives 5/3 of the sum of the single squares over half the feeder with the phase voltage, and the homes' own
     * cables add theirs.
     */
    private static void addFeederLoss(double[] curve, double[] squares) {
        double all = FEEDER_RESISTANCE / 3 / (LINE_VOLTAGE * LINE_VOLTAGE * POWER_FACTOR * POWER_FACTOR);
        double single = (5.0 / 3 * FEEDER_RESISTANCE / 2 + SERVICE_RESISTANCE)
                / (PHASE_VOLTAGE * PHASE_VOLTAGE * POWER_FACTOR * POWER_FACTOR);
        for (int i = 0; i < curve.length; i++) {
            curve[i] += all * curve[i] * curve[i] + single * squares[i];
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
    private static void addTownLoss(double[] curve, double voltAmperes) {
        double perSquare = LINE_LOSS_SHARE / Math.max(ONE_LINE, voltAmperes) / (POWER_FACTOR * POWER_FACTOR);
        for (int i = 0; i < curve.length; i++) {
            curve[i] += perSquare * curve[i] * curve[i];
        }
        for (int stage = 0; stage < STAGES_OF_TOWN && voltAmperes > 0; stage++) {
            addTransformerLoss(curve, voltAmperes);
        }
    }

    private static void addTransformerLoss(double[] curve, double voltAmperes) {
        for (int i = 0; i < curve.length; i++) {
            double load = curve[i] / POWER_FACTOR / voltAmperes;
            curve[i] += voltAmperes * (NO_LOAD_SHARE + LOAD_LOSS_SHARE * load * load);
        }
    }

    /**
     * Voltage at a place of the low-voltage network as a share of 230 V: what the busbar has, less the drop in the
     * transformer and along the feeder.
     *
     * @param along how far along its feeder the place is, from 0 to 1
     */
    double voltage(int node, int slot, double busbar, double along) {
        double voltage = busbar;
        for (int up = node; up >= 0; up = parent[up]) {
            if (kinds.get(up) == SiteKind.FEEDER) {
                double drop = power[up][slot] * 0.17 / (LINE_VOLTAGE * LINE_VOLTAGE);
                voltage -= drop * (along - along * along / 2);
            } else if (kinds.get(up) == SiteKind.TRANSFORMER_STATION) {
                voltage -= 0.018 * power[up][slot] / rated[up];
            }
        }
        return voltage;
    }
}
