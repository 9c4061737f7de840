package az.ocaq.cli;

import az.ocaq.alarm.backtest.Occurrence;
import az.ocaq.alarm.rule.Span;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Site;
import az.ocaq.measurement.DeviceId;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultKind;
import az.ocaq.simulation.fault.FaultSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Faults at random places and times of a fleet, with what must be made of them. The same seed gives the same plan. */
record FaultPlan(List<Planned> all) {
    private static final int TRIES = 200;

    /** Kinds whose size has a meaning of its own when nobody says one. */
    private static final Set<FaultKind> NAMELESS = EnumSet.of(FaultKind.STUCK, FaultKind.COUNTER_ROLLOVER);

    FaultPlan {
        all = List.copyOf(all);
    }

    /**
     * What must find a kind of fault.
     *
     * @param quiet whether nothing may be raised at its place, by any rule
     * @param rules of which one must find it
     * @param also rules that what it brings about may raise, too: rightly, but not for having found it
     */
    record Expected(
            FaultKind kind,
            List<String> types,
            String metric,
            String source,
            double size,
            Duration length,
            Duration grace,
            boolean midnight,
            boolean quiet,
            List<String> rules,
            List<String> also) {}

    /**
     * A fault and what must find it.
     *
     * @param places its site and those that supply it: a feeder, a transformer
     */
    record Planned(Fault fault, Expected expected, Set<String> places) {
        /** Whether an alarm is of this fault: of a rule that finds it, at its place or one that supplies it, in its time. */
        boolean explains(Occurrence alarm) {
            return expected.rules().contains(alarm.rule()) && places.contains(site(alarm.device())) && inItsTime(alarm);
        }

        /** Whether an alarm is of what this fault brings about: a tank that a leak empties. */
        boolean bringsAbout(Occurrence alarm) {
            return expected.also().contains(alarm.rule()) && places.contains(site(alarm.device())) && inItsTime(alarm);
        }

        /**
         * Whether an alarm of a rule that finds it was there already, at its place or one that supplies it, and did not end
         * before it: of two thieves on one feeder the second one begins behind the first one's alarm.
         */
        boolean isCoveredBy(Occurrence alarm) {
            return expected.rules().contains(alarm.rule())
                    && places.contains(site(alarm.device()))
                    && alarm.from().isBefore(fault.from())
                    && alarm.to().map(it -> !it.isBefore(fault.to())).orElse(true);
        }

        /** Whether an alarm of any rule is at the very device, in its time. */
        boolean isAt(Occurrence alarm) {
            return alarm.device().equals(fault.device()) && inItsTime(alarm);
        }

        private boolean inItsTime(Occurrence alarm) {
            return !alarm.from().isBefore(fault.from())
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
            if (word.equals(WeatherTruth.KEY)) {
                continue;
            }
            YamlMap kind = map.map(word);
            FaultKind of = kind(word);
            all.put(
                    of,
                    new Expected(
                            of,
                            kind.strings("types"),
                            kind.string("metric", ""),
                            kind.string("source", ""),
                            kind.number("size", -1e12, 1e12, NAMELESS.contains(of) ? Double.NaN : 1),
                            kind.duration("length", Duration.ofHours(24)),
                            kind.duration("grace", Duration.ofHours(1)),
                            kind.flag("midnight", false),
                            kind.flag("quiet", false),
                            kind.strings("rules"),
                            kind.strings("also")));
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

    /** Some faults of every kind that the fleet has devices for, each at a device of its own. */
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
                for (int tries = 0; tries < TRIES && taken.contains(place.id().toString()); tries++) {
                    place = places.get(random.nextInt(places.size()));
                }
                if (taken.add(place.id().toString())) {
                    all.add(new Planned(fault(kind, i, place, from, to, random), kind, places(place, registry)));
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
                kind.source(),
                kind.size(),
                false);
    }

    private static Instant midnight(Instant time) {
        return time.atZone(Span.BAKU).toLocalDate().atStartOfDay(Span.BAKU).toInstant();
    }

    private static Set<String> places(Device device, DeviceRegistry registry) {
        String settlement = device.id().settlement();
        Set<String> found = new HashSet<>();
        Optional<Site> site = registry.site(settlement, device.id().site());
        while (site.isPresent() && found.add(settlement + '/' + site.get().id())) {
            site = site.get().fedBy().flatMap(it -> registry.site(settlement, it));
        }
        return found;
    }
}
