package az.ocaq.simulation.model;

import az.ocaq.device.Device;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.fleet.Behaviour;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.simulation.Draw;
import az.ocaq.simulation.fault.FaultSchedule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the model of each device of a settlement. */
final class Models {
    /** The names of the models, for the check of the type files. */
    static final Set<String> NAMES = Set.of(
            "household",
            "building",
            "feeder",
            "grid",
            "transformer",
            "pv",
            "hydro",
            "wind",
            "battery",
            "ev",
            "street_light",
            "weather",
            "home_water",
            "district_water",
            "water_tank",
            "pump",
            "heat_meter",
            "heat_pump",
            "gas",
            "air_quality",
            "indoor_air",
            "irrigation");

    private final List<Device> devices;
    private final DeviceTypes types;
    private final Map<String, Site> sites;
    private final Network network;
    private final long key;
    private final FaultSchedule faults;
    private final int slots;
    private final Map<String, List<Tank>> tanks = new HashMap<>();
    private final Map<String, Integer> ordinals = new HashMap<>();

    Models(Settlement settlement, List<Site> sites, List<Device> devices, DeviceTypes types, World world) {
        this.devices = devices;
        this.types = types;
        this.sites = sites.stream().collect(Collectors.toMap(Site::id, it -> it));
        this.network = world.network();
        this.slots = world.slots();
        this.key = Draw.key(world.seed(), settlement.id());
        this.faults = world.faults();
    }

    /** What the models stand in. */
    record World(Network network, int slots, long seed, FaultSchedule faults) {}

    /** A device with its model. */
    record Modelled(Subject subject, DeviceModel model) {}

    List<Modelled> all() {
        List<Modelled> all = new ArrayList<>();
        // tanks first: pumps look at what their tank asks for
        for (Device device : devices) {
            if (types.behaviour(device.type().id()).model().equals("water_tank")) {
                tank(subject(device));
            }
        }
        for (Device device : devices) {
            if (!device.recorded()) {
                Subject subject = subject(device);
                model(subject).ifPresent(model -> all.add(new Modelled(subject, model)));
            }
        }
        return all;
    }

    private Subject subject(Device device) {
        Behaviour behaviour = types.behaviour(device.type().id());
        Site site = sites.get(device.id().site());
        if (site == null) {
            throw new IllegalStateException("device without a site: " + device.id());
        }
        return new Subject(
                device,
                behaviour,
                site.kind(),
                Draw.key(key, device.id().toString()),
                Draw.key(key, site.id()),
                network.node(site.id()),
                slots,
                new Faults(faults.of(device.id().toString())));
    }

    private void tank(Subject subject) {
        String site = subject.device().id().site();
        List<Tank> siblings = tanks.computeIfAbsent(site, id -> new ArrayList<>());
        double pumpFlow = devices.stream()
                .filter(it -> it.id().site().equals(site) && it.type().id().equals("pump"))
                .findFirst()
                .map(it -> subject(it).number("rated_flow", 18))
                .orElse(0.0);
        siblings.add(new Tank(subject, siblings.size(), (int) sameModel(site, "water_tank"), pumpFlow));
    }

    private long sameModel(String site, String model) {
        return devices.stream()
                .filter(it -> it.id().site().equals(site)
                        && types.behaviour(it.type().id()).model().equals(model))
                .count();
    }

    /** How many devices of this model the site had before. */
    private int ordinal(Subject subject) {
        String group = subject.device().id().site() + ' ' + subject.behaviour().model();
        return ordinals.merge(group, 1, Integer::sum) - 1;
    }

    private Optional<DeviceModel> model(Subject subject) {
        return switch (subject.behaviour().model()) {
            case "household" -> Optional.of(new Household(subject, sameModel(site(subject), "gas") > 0));
            case "building" -> Optional.of(new Building(subject));
            case "feeder" -> Optional.of(new SupplyMeter(subject, false));
            case "grid" -> Optional.of(new SupplyMeter(subject, true));
            case "transformer" -> Optional.of(new Transformer(subject, network));
            case "pv" -> Optional.of(new SolarRoof(subject));
            case "hydro" ->
                Optional.of(new HydroUnit(subject, ordinal(subject), (int) sameModel(site(subject), "hydro")));
            case "wind" -> Optional.of(new WindTurbine(subject));
            case "battery" -> Optional.of(new Battery(subject));
            case "ev" -> Optional.of(new ChargingPoint(subject));
            case "street_light" -> Optional.of(new StreetLights(subject));
            case "irrigation" -> Optional.of(new Irrigation(subject));
            default -> other(subject);
        };
    }

    private Optional<DeviceModel> other(Subject subject) {
        return switch (subject.behaviour().model()) {
            case "weather" -> Optional.of(new WeatherStation(subject));
            case "home_water" -> Optional.of(new HomeWater(subject));
            case "district_water" -> Optional.of(new DistrictWater(subject, connections()));
            case "water_tank" -> Optional.of(nextTank(subject));
            case "pump" -> pump(subject);
            case "heat_meter" -> Optional.of(new Heat(subject));
            case "heat_pump" -> Optional.of(new HomeHeatPump(subject));
            case "gas" -> Optional.of(new GasMeter(subject));
            case "air_quality" -> Optional.of(new OutdoorAir(subject));
            case "indoor_air" -> Optional.of(new Classroom(subject));
            default -> Optional.empty();
        };
    }

    private Optional<DeviceModel> pump(Subject subject) {
        List<Tank> siblings = tanks.getOrDefault(site(subject), List.of());
        int ordinal = ordinal(subject);
        return ordinal < siblings.size() ? Optional.of(new Pump(subject, siblings.get(ordinal))) : Optional.empty();
    }

    private Tank nextTank(Subject subject) {
        return tanks.getOrDefault(site(subject), List.of()).get(ordinal(subject));
    }

    private int connections() {
        return (int) devices.stream()
                .filter(it -> types.behaviour(it.type().id()).model().equals("home_water"))
                .count();
    }

    private static String site(Subject subject) {
        return subject.device().id().site();
    }
}
