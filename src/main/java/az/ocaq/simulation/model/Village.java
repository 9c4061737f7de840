package az.ocaq.simulation.model;

import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.simulation.Draw;
import az.ocaq.simulation.environment.Environment;
import az.ocaq.simulation.environment.GridFrequency;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultSchedule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One simulated settlement. It computes whole days, from the day its registers started; at some days it keeps what it needs
 * to go on from there, so that an earlier day costs a few days' work. One thread at a time.
 */
public final class Village {
    private static final int DAYS_BETWEEN_CHECKPOINTS = 8;
    private static final long DAY_MILLIS = 86_400_000;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Settlement settlement;
    private final Environment environment;
    private final Network network;
    private final Day day;
    private final List<Reporter> reporters = new ArrayList<>();
    private final List<DeviceModel> models = new ArrayList<>();
    private final List<DeviceModel> byStage;
    /** By day, what looks at its device's values at the beginning of a fault: a day is computed for all of them at once. */
    private final Map<Long, List<Start>> starts = new HashMap<>();

    private final TreeMap<Long, double[][]> checkpoints = new TreeMap<>();
    private final double[][] initial;
    private final Moment moment;
    private long first;
    private long current;
    /** The first millisecond of the day last computed. */
    private long begins = NEVER;

    public Village(Fleet fleet, String id, DeviceTypes types, long seed, FaultSchedule faults, GridFrequency grid) {
        DeviceRegistry registry = fleet.registry();
        settlement = registry.settlement(id).orElseThrow();
        List<Site> sites = List.copyOf(registry.sites(id));
        int slotMinutes = fleet.stepMinutes().getOrDefault(id, 1);
        int slots = 24 * 60 / slotMinutes;
        network = new Network(sites, slots);
        environment = new Environment(settlement.place(), Draw.key(seed, id + " environment"), slotMinutes, grid);
        day = new Day(environment, network, slotMinutes);
        moment = new Moment(day);
        Models.World world = new Models.World(network, slots, seed, faults);
        Map<String, List<Channel>> channels = new HashMap<>();
        for (Models.Modelled modelled : new Models(settlement, sites, registry.devices(id), types, world).all()) {
            models.add(modelled.model());
            DeviceType type = modelled.subject().device().type();
            List<Channel> told = channels.computeIfAbsent(
                    type.id(), it -> Channel.of(type, modelled.model().metrics()));
            reporters.add(new Reporter(modelled, told, this));
        }
        reporters.forEach(it -> it.faults().forEach(fault -> note(it, fault)));
        byStage = models.stream()
                .sorted(Comparator.comparingInt(DeviceModel::stage))
                .toList();
        initial = save();
        first = fleet.commissioned().getOrDefault(id, LocalDate.EPOCH).toEpochDay();
        current = first - 1;
    }

    private record Start(Fault fault, Instrument instrument) {}

    private void note(Reporter reporter, Fault fault) {
        if (Instrument.needsStart(fault)) {
            starts.computeIfAbsent(dayOf(fault.from().toEpochMilli()), it -> new ArrayList<>())
                    .add(new Start(fault, reporter.instrument()));
        }
    }

    /** Its devices, in the order of the fleet's file. */
    public List<Reporter> reporters() {
        return reporters;
    }

    /** The moment, after its day has been computed. */
    Moment at(long epochMillis) {
        if (epochMillis < begins || epochMillis >= begins + DAY_MILLIS) {
            goTo(dayOf(epochMillis));
        }
        moment.move(epochMillis);
        return moment;
    }

    /** One more fault, from now on; what was told before its beginning stays true. */
    public void add(Fault fault) {
        reporters.stream()
                .filter(it -> fault.concerns(it.device().id().toString()))
                .forEach(it -> {
                    it.add(fault);
                    note(it, fault);
                });
        // what would have been by then is another thing now
        reporters.forEach(it -> it.instrument().forget(fault.from()));
        if (current >= first) {
            checkpoints.tailMap(current, false).clear();
            goBack(current);
        }
    }

    private long dayOf(long epochMillis) {
        return Math.floorDiv(epochMillis + offsetMillis(epochMillis), DAY_MILLIS);
    }

    private long offsetMillis(long epochMillis) {
        // the standard offset all year: every day has 24 hours
        ZoneOffset offset = settlement.zone().getRules().getStandardOffset(Instant.ofEpochMilli(epochMillis));
        return offset.getTotalSeconds() * 1000L;
    }

    private void goTo(long epochDay) {
        if (epochDay == current) {
            return;
        }
        if (epochDay < first) {
            // before its registers started: they start with that year instead
            first = LocalDate.ofEpochDay(epochDay).withDayOfYear(1).toEpochDay();
            checkpoints.clear();
            restore(initial);
            current = first - 1;
            begins = NEVER;
        } else if (epochDay < current) {
            goBack(epochDay);
        }
        while (current < epochDay) {
            next();
        }
    }

    private void goBack(long epochDay) {
        var checkpoint = checkpoints.floorEntry(epochDay);
        restore(checkpoint == null ? initial : checkpoint.getValue());
        current = (checkpoint == null ? first : checkpoint.getKey()) - 1;
        begins = NEVER;
    }

    private void next() {
        current++;
        if ((current - first) % DAYS_BETWEEN_CHECKPOINTS == 0) {
            checkpoints.computeIfAbsent(current, it -> save());
        }
        LocalDate date = LocalDate.ofEpochDay(current);
        long start = current * DAY_MILLIS;
        begins = start - offsetMillis(start);
        day.begin(date, Instant.ofEpochMilli(begins));
        for (DeviceModel model : byStage) {
            model.produce(day);
        }
        network.gather(environment.voltage());
        for (DeviceModel model : models) {
            model.protect(day);
        }
        network.solve();
        for (DeviceModel model : models) {
            model.meter(day);
        }
        for (Start it : starts.getOrDefault(current, List.of())) {
            moment.move(it.fault().from().toEpochMilli());
            it.instrument().lookAt(it.fault(), moment);
        }
    }

    private double[][] save() {
        double[][] saved = new double[models.size() + 1][];
        saved[0] = environment.save();
        for (int i = 0; i < models.size(); i++) {
            saved[i + 1] = models.get(i).save();
        }
        return saved;
    }

    private void restore(double[][] saved) {
        environment.restore(saved[0]);
        for (int i = 0; i < models.size(); i++) {
            models.get(i).restore(saved[i + 1]);
        }
    }
}
