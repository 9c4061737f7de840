package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Absence;
import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.EnergyLoss;
import az.ocaq.alarm.rule.Neighbours;
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

/** Every rule and every alarm there is. Alarms come into being with the first sample they watch. */
final class Alarms {
    /** The label of devices at sites that need their supply more than others. */
    static final String CRITICAL_SITE = "critical";

    private static final Selector CRITICAL = new Selector(Set.of(), List.of(), Map.of(CRITICAL_SITE, List.of("true")));

    private final Core core;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Map<String, Map<String, Instance>> instances = new LinkedHashMap<>();
    private final Map<String, List<GroupFractionDetector>> fractions = new HashMap<>();
    private final Map<String, Map<String, PeerGroup>> neighbours = new HashMap<>();
    private final Devices devices;
    private final Wiring wiring;

    Alarms(Core core) {
        this.core = core;
        this.devices = new Devices(core.directory());
        this.wiring = new Wiring(core, this, devices);
    }

    Optional<Rule> rule(String id) {
        return Optional.ofNullable(rules.get(id));
    }

    Collection<Rule> rules() {
        return rules.values();
    }

    /** Which series feeds which alarm. */
    Wiring wiring() {
        return wiring;
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
        return wiring.known(device).stream()
                .flatMap(it -> it.watchers.stream())
                .mapToLong(OfflineDetector::lastHeard)
                .max();
    }

    /** The time of the newest value that rules have of a device, or else when it was last heard, epoch ms; never later than now. */
    long lastWord(String device, long now) {
        OptionalLong told = wiring.subject(device).series().stream()
                .mapToLong(Series::newestTime)
                .max();
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
                if (rule.condition() instanceof Neighbours.GroupFraction fraction) {
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
        return wiring.subject(device).watchers.stream().anyMatch(OfflineDetector::isGone);
    }

    /** Whether a device said that it loses its supply. */
    boolean isDark(String device) {
        return wiring.subject(device).watchers.stream().anyMatch(OfflineDetector::isDark);
    }

    /** The devices at critical sites that have a place's name as a label. */
    Set<String> critical(String label, String place) {
        return devices.sharing(CRITICAL, label, place);
    }

    /** The devices of a kind at the same site as another one. */
    Set<String> neighbours(String device, Selector kind) {
        return devices.all(device, kind, "site");
    }

    /** Every device of a device's settlement. */
    Set<String> settlement(String device) {
        return devices.all(device, Selector.ALL, "settlement");
    }

    /** A device is in service from now on. */
    void commission(String device) {
        devices.forget();
        Subject subject = wiring.subject(device);
        subject.watchers.forEach(Detector::reconsider);
        neighbours
                .keySet()
                .forEach(rule -> find(rule, device).map(Instance::detector).ifPresent(it -> {
                    if (it instanceof Peer peers) {
                        compare(peers, rule);
                    }
                }));
        var labels = core.directory().labels(device);
        for (Rule rule : List.copyOf(rules.values())) {
            Condition condition = rule.condition();
            if (condition instanceof Neighbours.GroupFraction fraction
                    && fraction.members().matches(device, labels)) {
                Optional<String> group = fraction.groupBy().isEmpty()
                        ? Optional.of(fraction.group())
                        : fraction.groupBy().map(labels::get);
                group.ifPresent(it -> join(rule, fraction, it, device));
            } else if ((condition instanceof Absence.NothingNewer || condition instanceof Absence.Stale)
                    && rule.devices().matches(device, labels)) {
                condition.metrics().forEach(it -> wiring.feed(rule, subject, it));
            }
            joinBalance(rule, device, labels);
            condition.inputs().ifPresent(it -> wiring.commissionInputs(rule, it, subject, labels));
        }
    }

    /** A home counts among those that should report from the beginning, not from its first report on. */
    private void joinBalance(Rule rule, String home, Map<String, String> labels) {
        if (rule.condition() instanceof EnergyLoss.EnergyBalance balance
                && balance.homes().matches(home, labels)) {
            of(rule.id()).forEach(it -> {
                if (it.detector() instanceof LossDetector<?> detector) {
                    detector.join(home);
                }
            });
        } else if (rule.condition() instanceof EnergyLoss.FeederLoss loss
                && loss.homes().matches(home, labels)) {
            devices.first(home, rule.devices(), loss.groupBy())
                    .flatMap(it -> find(rule.id(), it))
                    .ifPresent(it -> {
                        if (it.detector() instanceof LossDetector<?> detector) {
                            detector.join(home);
                        }
                    });
        }
    }

    private void join(Rule rule, Neighbours.GroupFraction fraction, String group, String device) {
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
        wiring.forget(device);
        List<Instance> ended = new ArrayList<>();
        instances
                .values()
                .forEach(ofRule -> Optional.ofNullable(ofRule.get(device)).ifPresent(ended::add));
        fractions.values().forEach(list -> list.forEach(it -> it.leave(device)));
        detectors().forEach(it -> {
            if (it instanceof LossDetector<?> loss) {
                loss.leave(device);
            } else if (it instanceof Peer peers && peers.device().equals(device)) {
                peers.group(new PeerGroup());
            }
        });
        return ended;
    }

    /** The rules of the start, before there is any device: all are known when the first alarm comes into being. */
    void start(Collection<Rule> first) {
        first.forEach(this::know);
        first.forEach(this::begin);
    }

    /** Adds a rule beside those that run. */
    void add(Rule rule) {
        know(rule);
        wiring.connect(rule);
        begin(rule);
    }

    private void know(Rule rule) {
        rules.put(rule.id(), rule);
        instances.computeIfAbsent(rule.id(), it -> new LinkedHashMap<>());
        wiring.know(rule);
    }

    /** Makes the alarms that exist without a sample: of devices that are in service, of groups. */
    private void begin(Rule rule) {
        Condition condition = rule.condition();
        if (condition instanceof Neighbours.GroupFraction fraction) {
            addGroups(rule, fraction);
        } else if (condition instanceof Absence.Offline
                || condition instanceof Absence.NothingNewer
                || condition instanceof Absence.Stale
                || condition.inputs().isPresent()) {
            // What is made of several devices' values cannot wait for the first of them.
            commissioned(rule);
        }
    }

    /** Ends a rule: nothing watches for it any more. */
    void remove(String id) {
        rules.remove(id);
        neighbours.remove(id);
        Map<String, Instance> ended = instances.remove(id);
        wiring.forget(id, ended == null ? List.of() : ended.values());
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
            wiring.again();
            return;
        }
        rules.put(edited.id(), edited);
        wiring.replace(edited);
        neighbours.remove(edited.id());
        for (Instance alarm : of(edited.id())) {
            alarm.rule(edited);
            if (alarm.detector() instanceof Peer peers) {
                compare(peers, edited.id());
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
        if (detector instanceof OfflineDetector offline) {
            wiring.subject(alarm.device()).watchedBy(offline);
        } else if (detector instanceof Peer peers) {
            compare(peers, rule.id());
        } else if (detector instanceof GroupFractionDetector fraction
                && rule.condition() instanceof Neighbours.GroupFraction condition) {
            members.forEach(member -> fractions
                    .computeIfAbsent(condition.of() + "@" + member, it -> new ArrayList<>())
                    .add(fraction));
        }
    }

    /** Puts a device among its neighbours: those with the same label. */
    private void compare(Peer peer, String rule) {
        peer.sharedLabel().ifPresent(label -> {
            String value = core.directory().labels(peer.device()).getOrDefault(label, "");
            peer.group(neighbours
                    .computeIfAbsent(rule, it -> new HashMap<>())
                    .computeIfAbsent(value, it -> new PeerGroup()));
        });
    }

    private void commissioned(Rule rule) {
        Set<String> named = new LinkedHashSet<>(rule.devices().names());
        named.addAll(devices.of(rule.devices()));
        for (String device : named) {
            Subject subject = wiring.subject(device);
            if (rule.condition() instanceof Absence.Offline) {
                var unused = instance(rule, device);
            } else {
                rule.condition().metrics().forEach(it -> wiring.feed(rule, subject, it));
            }
        }
    }

    private void addGroups(Rule rule, Neighbours.GroupFraction fraction) {
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
        if (rule.condition() instanceof Neighbours.GroupFraction fraction) {
            collect(found, fraction.members());
        } else if (rule.condition() instanceof EnergyLoss.EnergyBalance balance) {
            collect(found, balance.homes());
        } else if (rule.condition() instanceof EnergyLoss.FeederLoss loss) {
            found.addAll(devices.all(device, loss.homes(), loss.groupBy()));
        }
        return found;
    }

    private void collect(Set<String> found, Selector selector) {
        found.addAll(selector.names());
        found.addAll(devices.of(selector));
    }
}
