package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.Inputs;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** Every rule, every alarm there is, and which series feeds which. Alarms come into being with the first sample they watch. */
final class Alarms {
    /** The label of devices at sites that need their supply more than others. */
    static final String CRITICAL_SITE = "critical";

    private static final Selector CRITICAL = new Selector(Set.of(), List.of(), Map.of(CRITICAL_SITE, List.of("true")));

    private final Core core;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Map<String, List<Watch>> byMetric = new HashMap<>();
    private final Map<String, Map<String, Instance>> instances = new LinkedHashMap<>();
    private final Map<String, Subject> subjects = new HashMap<>();
    private final Map<String, List<GroupFractionDetector>> fractions = new HashMap<>();
    private final Map<String, Map<String, PeerGroup>> neighbours = new HashMap<>();
    private final Devices devices;

    /** A rule that looks at a metric; found out once, because a region's first samples ask for it a million times. */
    private record Watch(Rule rule, int slot, String unit) {
        static Watch of(Rule rule, String metric) {
            int slot = rule.condition().metrics().indexOf(metric);
            return new Watch(rule, slot, slot < 0 ? "" : rule.condition().unit(slot));
        }
    }

    Alarms(Core core) {
        this.core = core;
        this.devices = new Devices(core.directory());
    }

    Optional<Rule> rule(String id) {
        return Optional.ofNullable(rules.get(id));
    }

    Set<String> metrics() {
        return Set.copyOf(byMetric.keySet());
    }

    Collection<Instance> of(String rule) {
        return instances.getOrDefault(rule, Map.of()).values();
    }

    Collection<Instance> all() {
        List<Instance> all = new ArrayList<>();
        instances.values().forEach(it -> all.addAll(it.values()));
        return all;
    }

    /** How many alarms have the labels of each; all in one pass, whose cost is to come by every alarm. */
    List<Coverage> coverage(List<Map<String, List<String>>> matches) {
        List<Map<String, Set<String>>> wanted = new ArrayList<>();
        for (Map<String, List<String>> match : matches) {
            Map<String, Set<String>> values = new LinkedHashMap<>();
            match.forEach((label, them) -> values.put(label, Set.copyOf(them)));
            wanted.add(values);
        }
        int[] possible = new int[wanted.size()];
        int[] standing = new int[wanted.size()];
        for (Map<String, Instance> ofRule : wanted.isEmpty() ? List.<Map<String, Instance>>of() : instances.values()) {
            for (Instance alarm : ofRule.values()) {
                for (int i = 0; i < possible.length; i++) {
                    if (Router.matches(wanted.get(i), alarm::label)) {
                        possible[i]++;
                        standing[i] += alarm.isStanding() ? 1 : 0;
                    }
                }
            }
        }
        return IntStream.range(0, possible.length)
                .mapToObj(i -> new Coverage(possible[i], standing[i]))
                .toList();
    }

    Optional<Instance> find(String rule, String device) {
        return Optional.ofNullable(instances.getOrDefault(rule, Map.of()).get(device));
    }

    Collection<Detector> detectors() {
        return all().stream().map(Instance::detector).toList();
    }

    /** The groups that count a rule's alarm at a device. */
    List<GroupFractionDetector> fractionsOf(Instance alarm) {
        return fractions.getOrDefault(alarm.key(), List.of());
    }

    /** When a device that some rule listens for was last heard, epoch ms. */
    OptionalLong lastHeard(String device) {
        Subject subject = subjects.get(device);
        return subject == null
                ? OptionalLong.empty()
                : subject.watchers.stream()
                        .mapToLong(OfflineDetector::lastHeard)
                        .max();
    }

    /** The time of the newest value that rules have of a device, or else when it was last heard, epoch ms; never later than now. */
    long lastWord(String device, long now) {
        Subject subject = subject(device);
        OptionalLong told =
                subject.series().stream().mapToLong(Series::newestTime).max();
        return Math.min(
                now,
                told.isPresent() && told.getAsLong() > Long.MIN_VALUE
                        ? told.getAsLong()
                        : lastHeard(device).orElse(now));
    }

    /** What a device at a critical site says of itself is part of what is said of the outages there. */
    void tellOutages(String device) {
        Map<String, String> labels = core.directory().labels(device);
        if (labels.containsKey(CRITICAL_SITE)) {
            for (Rule rule : rules.values()) {
                if (rule.condition() instanceof Condition.GroupFraction fraction) {
                    fraction.groupBy()
                            .flatMap(it -> Optional.ofNullable(labels.get(it)))
                            .flatMap(it -> find(rule.id(), it))
                            .filter(Instance::active)
                            .ifPresent(Instance::touch);
                }
            }
        }
    }

    /** Whether a device that some rule listens for is not heard any more. */
    boolean isGone(String device) {
        return subject(device).watchers.stream().anyMatch(OfflineDetector::isGone);
    }

    /** Whether a device said that it loses its supply. */
    boolean isDark(String device) {
        return subject(device).watchers.stream().anyMatch(OfflineDetector::isDark);
    }

    /** The devices at critical sites that have a place's name as a label. */
    Set<String> critical(String label, String place) {
        return devices.sharing(CRITICAL, label, place);
    }

    /** The devices of a kind at the same site as another one. */
    Set<String> neighbours(String device, Selector kind) {
        return devices.all(device, kind, "site");
    }

    Subject subject(String device) {
        Subject known = subjects.get(device);
        if (known != null) {
            return known;
        }
        Subject subject = new Subject(device);
        subjects.put(device, subject);
        for (Rule rule : rules.values()) {
            if (rule.condition() instanceof Condition.Offline && applies(rule, device)) {
                watch(subject, instance(rule, device));
            }
        }
        return subject;
    }

    private void watch(Subject subject, Instance alarm) {
        if (alarm.detector() instanceof OfflineDetector offline && !subject.watchers.contains(offline)) {
            subject.watchers.add(offline);
        }
    }

    /** A device is in service from now on. */
    void commission(String device) {
        devices.forget();
        Subject subject = subject(device);
        subject.watchers.forEach(Detector::reconsider);
        neighbours
                .keySet()
                .forEach(rule -> find(rule, device).map(Instance::detector).ifPresent(it -> {
                    if (it instanceof PeersDetector peers) {
                        compare(peers);
                    }
                }));
        var labels = core.directory().labels(device);
        for (Rule rule : List.copyOf(rules.values())) {
            Condition condition = rule.condition();
            if (condition instanceof Condition.GroupFraction fraction
                    && fraction.members().matches(device, labels)) {
                Optional<String> group = fraction.groupBy().isEmpty()
                        ? Optional.of(fraction.group())
                        : fraction.groupBy().map(labels::get);
                group.ifPresent(it -> join(rule, fraction, it, device));
            } else if ((condition instanceof Condition.NothingNewer || condition instanceof Condition.Stale)
                    && rule.devices().matches(device, labels)) {
                condition.metrics().forEach(it -> feed(rule, subject, it));
            }
            joinBalance(rule, device, labels);
            condition.inputs().ifPresent(it -> commissionInputs(rule, it, subject, labels));
        }
    }

    /** A home counts among those that should report from the beginning, not from its first report on. */
    private void joinBalance(Rule rule, String home, Map<String, String> labels) {
        if (rule.condition() instanceof Condition.EnergyBalance balance
                && balance.homes().matches(home, labels)) {
            of(rule.id()).forEach(it -> {
                if (it.detector() instanceof BalanceDetector detector) {
                    detector.join(home);
                }
            });
        } else if (rule.condition() instanceof Condition.FeederLoss loss
                && loss.homes().matches(home, labels)) {
            devices.first(home, rule.devices(), loss.groupBy())
                    .flatMap(it -> find(rule.id(), it))
                    .ifPresent(it -> {
                        if (it.detector() instanceof FeederLossDetector detector) {
                            detector.join(home);
                        }
                    });
        }
    }

    /** A device may be the one that a composite value is of, or one that others have waited for. */
    private void commissionInputs(Rule rule, Inputs inputs, Subject subject, Map<String, String> labels) {
        if (rule.devices().matches(subject.device, labels)) {
            rule.condition().metrics().forEach(it -> feed(rule, subject, it));
        }
        for (Inputs.Part part : inputs.parts()) {
            if (part.of().stream().anyMatch(it -> it.matches(subject.device, labels))) {
                for (Instance alarm : List.copyOf(of(rule.id()))) {
                    String label = core.directory().labels(alarm.device()).getOrDefault(part.sameLabel(), "");
                    if (label.equals(labels.get(part.sameLabel()))) {
                        connectAnew(alarm, inputs);
                    }
                }
            }
        }
    }

    /** Of the devices that could tell a part only the first does, which may be another one than before. */
    private void connectAnew(Instance alarm, Inputs inputs) {
        for (Inputs.Part part : inputs.parts()) {
            part.of()
                    .map(it -> devices.all(alarm.device(), it, part.sameLabel()))
                    .orElse(Set.of(alarm.device()))
                    .forEach(it -> Optional.ofNullable(subjects.get(it))
                            .map(known -> known.find(part.metric()))
                            .ifPresent(series -> series.drop(alarm)));
        }
        connectInputs(alarm, inputs);
    }

    private void join(Rule rule, Condition.GroupFraction fraction, String group, String device) {
        if (instance(rule, group, Set.of()).detector() instanceof GroupFractionDetector detector) {
            detector.join(device);
            List<GroupFractionDetector> told =
                    fractions.computeIfAbsent(fraction.of() + "@" + device, it -> new ArrayList<>());
            if (!told.contains(detector)) {
                told.add(detector);
            }
        }
    }

    /** A device is in service no longer: nothing watches it. The alarms that there were of it. */
    List<Instance> decommission(String device) {
        devices.forget();
        subjects.remove(device);
        List<Instance> ended = new ArrayList<>();
        instances
                .values()
                .forEach(ofRule -> Optional.ofNullable(ofRule.get(device)).ifPresent(ended::add));
        fractions.values().forEach(list -> list.forEach(it -> it.leave(device)));
        detectors().forEach(it -> {
            if (it instanceof FeederLossDetector feeder) {
                feeder.leave(device);
            } else if (it instanceof BalanceDetector balance) {
                balance.leave(device);
            } else if (it instanceof PeersDetector peers && it.alarm.device().equals(device)) {
                peers.group(new PeerGroup());
            }
        });
        return ended;
    }

    /** The series of a metric, with everything that watches it. */
    Series series(Subject subject, String metric) {
        Series known = subject.find(metric);
        if (known != null) {
            return known;
        }
        Series series = new Series(metric);
        subject.add(series);
        byMetric.getOrDefault(metric, List.of()).forEach(it -> connect(it, subject.device, series));
        return series;
    }

    /** The rules of the start, before there is any device: all are known when the first alarm comes into being. */
    void start(Collection<Rule> first) {
        first.forEach(this::know);
        first.forEach(this::begin);
    }

    /** Adds a rule beside those that run. */
    void add(Rule rule) {
        know(rule);
        for (String metric : new LinkedHashSet<>(rule.condition().metrics())) {
            subjects.values().forEach(it -> {
                Series series = it.find(metric);
                if (series != null) {
                    connect(Watch.of(rule, metric), it.device, series);
                }
            });
        }
        begin(rule);
    }

    private void know(Rule rule) {
        rules.put(rule.id(), rule);
        instances.computeIfAbsent(rule.id(), it -> new LinkedHashMap<>());
        for (String metric : new LinkedHashSet<>(rule.condition().metrics())) {
            byMetric.computeIfAbsent(metric, it -> new ArrayList<>()).add(Watch.of(rule, metric));
        }
    }

    /** Makes the alarms that exist without a sample: of devices that are in service, of groups. */
    private void begin(Rule rule) {
        Condition condition = rule.condition();
        if (condition instanceof Condition.GroupFraction fraction) {
            addGroups(rule, fraction);
        } else if (condition instanceof Condition.Offline
                || condition instanceof Condition.NothingNewer
                || condition instanceof Condition.Stale
                || condition.inputs().isPresent()) {
            // What is made of several devices' values cannot wait for the first of them.
            commissioned(rule);
        }
    }

    /** Ends a rule: nothing watches for it any more. */
    void remove(String id) {
        rules.remove(id);
        byMetric.values().forEach(list -> list.removeIf(it -> it.rule().id().equals(id)));
        neighbours.remove(id);
        Map<String, Instance> ended = instances.remove(id);
        if (ended == null) {
            return;
        }
        for (Instance alarm : ended.values()) {
            Detector detector = alarm.detector();
            subjects.values().forEach(subject -> {
                subject.series().forEach(it -> it.drop(alarm));
                subject.watchers.removeIf(it -> it == detector);
            });
        }
        fractions
                .values()
                .forEach(list -> list.removeIf(it -> it.alarm.rule().id().equals(id)));
    }

    /** Puts an edited rule in the place of the old one, under the same alarms. */
    void replace(Rule edited) {
        Rule old = rules.get(edited.id());
        if (old != null && !old.condition().looksAt().equals(edited.condition().looksAt())) {
            Map<String, Instance> same = instances.getOrDefault(edited.id(), new LinkedHashMap<>());
            remove(edited.id());
            rules.put(edited.id(), edited);
            instances.put(edited.id(), same);
            same.values().forEach(it -> {
                it.rule(edited);
                equip(it, members(edited, it.device()));
            });
            add(edited);
            subjects.values().forEach(it -> it.series().forEach(Series::again));
            return;
        }
        rules.put(edited.id(), edited);
        byMetric.forEach((metric, list) ->
                list.replaceAll(it -> it.rule().id().equals(edited.id()) ? Watch.of(edited, metric) : it));
        neighbours.remove(edited.id());
        for (Instance alarm : of(edited.id())) {
            alarm.rule(edited);
            if (alarm.detector() instanceof PeersDetector peers) {
                compare(peers);
            }
        }
    }

    /** The alarm of a rule at a device, made when there is none. */
    Instance instance(Rule rule, String device) {
        return find(rule.id(), device).orElseGet(() -> instance(rule, device, members(rule, device)));
    }

    private Instance instance(Rule rule, String device, Set<String> members) {
        Map<String, Instance> ofRule = instances.computeIfAbsent(rule.id(), it -> new LinkedHashMap<>());
        Instance known = ofRule.get(device);
        if (known != null) {
            return known;
        }
        Instance alarm = new Instance(core, rule, device);
        ofRule.put(device, alarm);
        equip(alarm, members);
        core.created(alarm);
        return alarm;
    }

    /** Gives an alarm what judges it. */
    private void equip(Instance alarm, Set<String> members) {
        Rule rule = alarm.rule();
        Detector detector = Detectors.of(core, alarm, members);
        alarm.judgedBy(detector);
        if (detector instanceof OfflineDetector) {
            watch(subject(alarm.device()), alarm);
        } else if (detector instanceof PeersDetector peers) {
            compare(peers);
        } else if (detector instanceof GroupFractionDetector fraction
                && rule.condition() instanceof Condition.GroupFraction condition) {
            members.forEach(member -> fractions
                    .computeIfAbsent(condition.of() + "@" + member, it -> new ArrayList<>())
                    .add(fraction));
        }
    }

    /** Puts a device among its neighbours: those with the same label. */
    private void compare(PeersDetector detector) {
        if (detector.alarm.rule().condition() instanceof Condition.Peers peers) {
            String label = core.directory().labels(detector.alarm.device()).getOrDefault(peers.groupBy(), "");
            detector.group(neighbours
                    .computeIfAbsent(detector.alarm.rule().id(), it -> new HashMap<>())
                    .computeIfAbsent(label, it -> new PeerGroup()));
        }
    }

    List<Sample> newest() {
        return subjects.values().stream()
                .flatMap(it -> it.series().stream())
                .flatMap(Series::newest)
                .toList();
    }

    private void connect(Watch watch, String device, Series series) {
        Rule rule = watch.rule();
        if (!applies(rule, device)) {
            return;
        }
        String place = device;
        int slot = watch.slot();
        if (rule.condition() instanceof Condition.EnergyBalance balance) {
            place = balance.feeder();
            if (slot > 0 && !device.equals(place)) {
                return; // a home's currents are its own
            }
        }
        if (rule.condition() instanceof Condition.FeederLoss loss) {
            devices.first(device, rule.devices(), loss.groupBy())
                    .ifPresent(it -> connectToFeeder(rule, loss, it, device, series, watch.slot()));
            return;
        }
        Instance alarm = instance(rule, place);
        if (rule.condition().inputs().isPresent()) {
            connectInputs(alarm, rule.condition().inputs().get());
            return;
        }
        series.feed(alarm.detector(), slot, watch.unit());
    }

    private void connectToFeeder(
            Rule rule, Condition.FeederLoss loss, String feeder, String device, Series series, int slot) {
        boolean ofHome = !device.equals(feeder);
        if (ofHome && slot >= Condition.FeederLoss.REGISTERS) {
            return;
        }
        if (instance(rule, feeder).detector() instanceof FeederLossDetector detector) {
            if (ofHome) {
                detector.join(device);
            }
            series.feed(detector, slot, loss.unit(slot));
        }
    }

    /** Feeds a composite value's parts: of the device itself, or of the first such device with the same label. */
    private void connectInputs(Instance alarm, Inputs inputs) {
        for (int i = 0; i < inputs.parts().size(); i++) {
            Inputs.Part part = inputs.parts().get(i);
            Optional<String> source = part.of().isEmpty()
                    ? Optional.of(alarm.device())
                    : devices.first(alarm.device(), part.of().get(), part.sameLabel());
            int slot = i + 1;
            source.ifPresent(it -> {
                Subject subject = subject(it);
                Series fed = series(subject, part.metric());
                if (!fed.isFedTo(alarm)) {
                    fed.feed(alarm.detector(), slot, alarm.rule().condition().unit(slot));
                }
            });
        }
    }

    private boolean applies(Rule rule, String device) {
        var labels = core.directory().labels(device);
        if (rule.condition() instanceof Condition.EnergyBalance balance) {
            return device.equals(balance.feeder()) || balance.homes().matches(device, labels);
        }
        if (rule.condition() instanceof Condition.FeederLoss loss) {
            return rule.devices().matches(device, labels) || loss.homes().matches(device, labels);
        }
        if (rule.condition() instanceof Condition.Peers peers
                && !peers.members().isAll()) {
            return peers.members().matches(device, labels);
        }
        if (rule.condition().attribute().isPresent()
                && core.directory()
                        .attribute(device, rule.condition().attribute().get())
                        .isEmpty()) {
            return false;
        }
        return rule.devices().matches(device, labels);
    }

    private void commissioned(Rule rule) {
        Set<String> named = new LinkedHashSet<>(rule.devices().names());
        named.addAll(devices.of(rule.devices()));
        for (String device : named) {
            Subject subject = subject(device);
            if (rule.condition() instanceof Condition.Offline) {
                var unused = instance(rule, device);
            } else {
                rule.condition().metrics().forEach(it -> feed(rule, subject, it));
            }
        }
    }

    private void feed(Rule rule, Subject subject, String metric) {
        Series series = series(subject, metric);
        if (find(rule.id(), subject.device).filter(series::isFedTo).isEmpty()) {
            connect(Watch.of(rule, metric), subject.device, series);
        }
    }

    private void addGroups(Rule rule, Condition.GroupFraction fraction) {
        if (fraction.groupBy().isEmpty()) {
            var unused = instance(rule, fraction.group());
            return;
        }
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        for (String device : devices.of(fraction.members())) {
            String group =
                    core.directory().labels(device).get(fraction.groupBy().get());
            if (group != null) {
                groups.computeIfAbsent(group, it -> new LinkedHashSet<>()).add(device);
            }
        }
        for (Map.Entry<String, Set<String>> group : groups.entrySet()) {
            var unused = instance(rule, group.getKey(), group.getValue());
        }
    }

    private Set<String> members(Rule rule, String device) {
        Set<String> found = new LinkedHashSet<>();
        if (rule.condition() instanceof Condition.GroupFraction fraction) {
            collect(found, fraction.members());
        } else if (rule.condition() instanceof Condition.EnergyBalance balance) {
            collect(found, balance.homes());
        } else if (rule.condition() instanceof Condition.FeederLoss loss) {
            found.addAll(devices.all(device, loss.homes(), loss.groupBy()));
        }
        return found;
    }

    private void collect(Set<String> found, Selector selector) {
        found.addAll(selector.names());
        found.addAll(devices.of(selector));
    }
}
