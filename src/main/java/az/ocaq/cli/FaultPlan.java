package az.ocaq.cli;

import az.ocaq.alarm.backtest.Occurrence;
import az.ocaq.alarm.rule.Span;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.measurement.DeviceId;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultKind;
import az.ocaq.simulation.fault.FaultSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Faults at random places and times of a fleet, with what must be made of them. The same seed gives the same plan. */
record FaultPlan(List<Planned> all) {
    private static final int TRIES = 200;

    FaultPlan {
        all = List.copyOf(all);
    }

    /** What must find a kind of fault. */
    record Expected(
            FaultKind kind,
            List<String> types,
            String metric,
            double size,
            Duration length,
            Duration grace,
            boolean anywhere,
            boolean midnight,
            List<String> rules) {}

    /** A fault and what must find it. */
    record Planned(Fault fault, Expected expected) {
        /** Whether an alarm is of this fault: of a rule that finds it, at its place, in its time. */
        boolean explains(Occurrence alarm) {
            String site = site(fault.device());
            boolean near = expected.anywhere()
                    ? alarm.device().startsWith(site.substring(0, site.indexOf('/') + 1))
                    : alarm.device().equals(fault.device())
                            || site(alarm.device()).equals(site);
            return expected.rules().contains(alarm.rule())
                    && near
                    && !alarm.from().isBefore(fault.from())
                    && alarm.from().isBefore(fault.to().plus(expected.grace()));
        }

        private static String site(String device) {
            return DeviceId.parse(device)
                    .map(it -> it.settlement() + '/' + it.site())
                    .orElse(device);
        }
    }

    FaultSchedule schedule() {
        return new FaultSchedule(all.stream().map(Planned::fault).toList());
    }

    /** Reads what must find which kind of fault. */
    static Map<FaultKind, Expected> expected(Path file) {
        Problems problems = new Problems();
        YamlMap map = YamlFile.read(file, problems);
        Map<FaultKind, Expected> all = new LinkedHashMap<>();
        for (String word : map.keys()) {
            YamlMap kind = map.map(word);
            FaultKind of = kind(word);
            all.put(
                    of,
                    new Expected(
                            of,
                            kind.strings("types"),
                            kind.string("metric", ""),
                            kind.number("size", -1e12, 1e12, of == FaultKind.STUCK ? Double.NaN : 1),
                            kind.duration("length", Duration.ofHours(24)),
                            kind.duration("grace", Duration.ofHours(1)),
                            kind.flag("anywhere", false),
                            kind.flag("midnight", false),
                            kind.strings("rules")));
            kind.finish();
        }
        problems.throwIfAny();
        return all;
    }

    private static FaultKind kind(String word) {
        try {
            return FaultKind.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CommandException("there is no kind of fault '" + word + "'", e);
        }
    }

    /** Some faults of every kind that the fleet has devices for, each at a site of its own where there are enough. */
    static FaultPlan make(
            Map<FaultKind, Expected> expected, DeviceRegistry registry, Instant from, Instant to, int each, long seed) {
        Random random = new Random(seed);
        Set<String> taken = new HashSet<>();
        List<Planned> all = new ArrayList<>();
        for (Expected kind : expected.values()) {
            List<Device> places = registry.devices().stream()
                    .filter(it ->
                            !it.recorded() && kind.types().contains(it.type().id()))
                    .toList();
            for (int i = 0; i < each && !places.isEmpty(); i++) {
                Device place = places.get(random.nextInt(places.size()));
                for (int tries = 0; tries < TRIES && taken.contains(site(place)); tries++) {
                    place = places.get(random.nextInt(places.size()));
                }
                if (taken.add(site(place))) {
                    all.add(new Planned(fault(kind, i, place, from, to, random), kind));
                }
            }
        }
        return new FaultPlan(all);
    }

    /** Begins after a day in which everything is normal. */
    private static Fault fault(Expected kind, int number, Device place, Instant from, Instant to, Random random) {
        Duration room = Duration.between(from.plus(Duration.ofDays(1)), to).minus(kind.length());
        long offset = room.isNegative() ? 0 : (long) (random.nextDouble() * room.toMinutes());
        Instant anywhen = from.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(offset));
        Instant start = kind.midnight() ? midnight(anywhen) : anywhen;
        return new Fault(
                kind.kind().word() + "-" + number,
                kind.kind(),
                place.id().toString(),
                start,
                start.plus(kind.length()),
                kind.metric(),
                "",
                kind.size(),
                false);
    }

    private static Instant midnight(Instant time) {
        return time.atZone(Span.BAKU).toLocalDate().atStartOfDay(Span.BAKU).toInstant();
    }

    private static String site(Device device) {
        return device.id().settlement() + '/' + device.id().site();
    }
}
