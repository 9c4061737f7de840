package az.ocaq.simulation.model;

import az.ocaq.device.Device;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.fleet.Behaviour;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.ModelKind;
import az.ocaq.simulation.Draw;
import az.ocaq.simulation.fault.FaultSchedule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the model of each device of a settlement. */
final class Models {
    private final List<Device> devices;
    private final DeviceTypes types;
    private final Map<String, Site> sites;
    private final Map<String, List<Device>> bySite;
    private final int connections;
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
        this.bySite =
                devices.stream().collect(Collectors.groupingBy(it -> it.id().site()));
        this.connections = (int) devices.stream()
                .filter(it -> modelOf(it) == ModelKind.HOME_WATER)
                .count();
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
            if (modelOf(device) == ModelKind.WATER_TANK) {
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
        double pumpFlow = bySite.getOrDefault(site, List.of()).stream()
                .filter(it -> modelOf(it) == ModelKind.PUMP)
                .findFirst()
                .map(it -> subject(it).number("rated_flow", 18))
                .orElse(0.0);
        siblings.add(new Tank(subject, siblings.size(), count(site, ModelKind.WATER_TANK), pumpFlow));
    }

    /** How many devices of a model a site has. */
    private int count(String site, ModelKind model) {
        return (int) bySite.getOrDefault(site, List.of()).stream()
                .filter(it -> modelOf(it) == model)
                .count();
    }

    private ModelKind modelOf(Device device) {
        return types.behaviour(device.type().id()).model();
    }

    /** How many devices of this model the site had before. */
    private int ordinal(Subject subject) {
        String group =
                subject.device().id().site() + ' ' + subject.behaviour().model().word();
        return ordinals.merge(group, 1, Integer::sum) - 1;
    }

    private Optional<DeviceModel> model(Subject subject) {
        return switch (subject.behaviour().model()) {
            case NONE -> Optional.empty();
            case HOUSEHOLD -> Optional.of(new Household(subject, network, count(site(subject), ModelKind.GAS) > 0));
            case BUILDING -> Optional.of(new Building(subject, network));
            case FEEDER -> Optional.of(new SupplyMeter(subject, false));
            case GRID -> Optional.of(new SupplyMeter(subject, true));
            case TRANSFORMER -> Optional.of(new Transformer(subject, network));
            case PV -> Optional.of(new SolarRoof(subject));
            case HYDRO -> Optional.of(new HydroUnit(subject, ordinal(subject), count(site(subject), ModelKind.HYDRO)));
            case WIND -> Optional.of(new WindTurbine(subject));
            case BATTERY -> Optional.of(new Battery(subject));
            case EV -> Optional.of(new ChargingPoint(subject));
            case STREET_LIGHT -> Optional.of(new StreetLights(subject));
            case WEATHER -> Optional.of(new WeatherStation(subject));
            case HOME_WATER -> Optional.of(new HomeWater(subject));
            case DISTRICT_WATER -> Optional.of(new DistrictWater(subject, connections));
            case WATER_TANK -> Optional.of(nextTank(subject));
            case PUMP -> pump(subject);
            case HEAT_METER -> Optional.of(new Heat(subject));
            case HEAT_PUMP -> Optional.of(new HomeHeatPump(subject));
            case GAS -> Optional.of(new GasMeter(subject));
            case AIR_QUALITY -> Optional.of(new OutdoorAir(subject));
            case INDOOR_AIR -> Optional.of(new Classroom(subject));
            case IRRIGATION -> Optional.of(new Irrigation(subject));
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

    private static String site(Subject subject) {
        return subject.device().id().site();
    }
}
