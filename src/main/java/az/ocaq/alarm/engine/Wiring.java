package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Absence;
import az.ocaq.alarm.rule.EnergyLoss;
import az.ocaq.alarm.rule.Inputs;
import az.ocaq.alarm.rule.Neighbours;
import az.ocaq.alarm.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which series feeds which alarm, and which alarms watch whether a device is there. */
final class Wiring {
    private final Core core;
    private final Alarms alarms;
    private final Devices devices;
    private final Map<String, Subject> subjects = new HashMap<>();
    private final Map<String, List<Watch>> byMetric = new HashMap<>();

    /** A rule that looks at a metric; found out once, because a region's first samples ask for it a million times. */
    private record Watch(Rule rule, int slot, String unit) {
        static Watch of(Rule rule, String metric) {
            int slot = rule.condition().metrics().indexOf(metric);
            return new Watch(rule, slot, slot < 0 ? "" : rule.condition().unit(slot));
        }

        boolean isOf(String id) {
            return rule.id().equals(id);
        }
    }

    Wiring(Core core, Alarms alarms, Devices devices) {
        this.core = core;
        this.alarms = alarms;
        this.devices = devices;
    }

    /** The metrics that some rule looks at. */
    Set<String> metrics() {
        return Set.copyOf(byMetric.keySet());
    }

    /** A device that has been heard of. */
    Optional<Subject> known(String device) {
        return Optional.ofNullable(subjects.get(device));
    }

    /** A device; heard of from now on. */
    Subject subject(String device) {
        Subject known = subjects.get(device);
        if (known != null) {
            return known;
        }
        Subject subject = new Subject(device);
        subjects.put(device, subject);
        for (Rule rule : alarms.rules()) {
            if (rule.condition() instanceof Absence.Offline
                    && applies(rule, device)
                    && alarms.instance(rule, device).detector() instanceof OfflineDetector offline) {
                subject.watchedBy(offline);
            }
        }
        return subject;
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

    /** The newest sample of every series. */
    List<Sample> newest() {
        return subjects.values().stream()
                .flatMap(it -> it.series().stream())
                .flatMap(Series::newest)
                .toList();
    }

    /** Every series' newest sample is to be judged again. */
    void again() {
        subjects.values().forEach(it -> it.series().forEach(Series::again));
    }

    /** Takes note of what a rule looks at. */
    void know(Rule rule) {
        for (String metric : new LinkedHashSet<>(rule.condition().metrics())) {
            byMetric.computeIfAbsent(metric, it -> new ArrayList<>()).add(Watch.of(rule, metric));
        }
    }

    /** Feeds a rule that is known by now what there is already. */
    void connect(Rule rule) {
        for (String metric : new LinkedHashSet<>(rule.condition().metrics())) {
            subjects.values().forEach(it -> {
                Series series = it.find(metric);
                if (series != null) {
                    connect(Watch.of(rule, metric), it.device, series);
                }
            });
        }
    }

    /** Puts an edited rule that looks at the same in the place of the old one. */
    void replace(Rule edited) {
        byMetric.forEach((metric, list) -> list.replaceAll(it -> it.isOf(edited.id()) ? Watch.of(edited, metric) : it));
    }

    /** Nothing feeds a rule's alarms any more. */
    void forget(String rule, Collection<Instance> ended) {
        byMetric.values().forEach(list -> list.removeIf(it -> it.isOf(rule)));
        for (Instance alarm : ended) {
            Detector detector = alarm.detector();
            subjects.values().forEach(subject -> {
                subject.series().forEach(it -> it.drop(alarm));
                subject.watchers.removeIf(it -> it == detector);
            });
        }
    }

    /** A device that nothing watches any more. */
    void forget(String device) {
        subjects.remove(device);
    }

    /** A device may be the one that a composite value is of, or one that others have waited for. */
    void commissionInputs(Rule rule, Inputs inputs, Subject subject, Map<String, String> labels) {
        if (rule.devices().matches(subject.device, labels)) {
            rule.condition().metrics().forEach(it -> feed(rule, subject, it));
        }
        for (Inputs.Part part : inputs.parts()) {
            if (part.of().stream().anyMatch(it -> it.matches(subject.device, labels))) {
                for (Instance alarm : List.copyOf(alarms.of(rule.id()))) {
                    String label = core.directory().labels(alarm.device()).getOrDefault(part.sameLabel(), "");
                    if (label.equals(labels.get(part.sameLabel()))) {
                        connectAnew(alarm, inputs);
                    }
                }
            }
        }
    }

    /** Feeds a rule's alarm at a device from a series that may not have had a sample yet. */
    void feed(Rule rule, Subject subject, String metric) {
        Series series = series(subject, metric);
        if (alarms.find(rule.id(), subject.device).filter(series::isFedTo).isEmpty()) {
            connect(Watch.of(rule, metric), subject.device, series);
        }
    }

    /** Of the devices that could tell a part only the first does, which may be another one than before. */
    private void connectAnew(Instance alarm, Inputs inputs) {
        for (Inputs.Part part : inputs.parts()) {
            part.of()
                    .map(it -> devices.all(alarm.device(), it, part.sameLabel()))
                    .orElse(Set.of(alarm.device()))
                    .forEach(it ->
                            known(it).map(known -> known.find(part.metric())).ifPresent(series -> series.drop(alarm)));
        }
        connectInputs(alarm, inputs);
    }

    private void connect(Watch watch, String device, Series series) {
        Rule rule = watch.rule();
        if (!applies(rule, device)) {
            return;
        }
        String place = device;
        int slot = watch.slot();
        if (rule.condition() instanceof EnergyLoss.EnergyBalance balance) {
            place = balance.feeder();
            if (slot > 0 && !device.equals(place)) {
                return; // a home's currents are its own
            }
        }
        if (rule.condition() instanceof EnergyLoss.FeederLoss loss) {
            devices.first(device, rule.devices(), loss.groupBy())
                    .ifPresent(it -> connectToFeeder(rule, loss, it, device, series, watch.slot()));
            return;
        }
        Instance alarm = alarms.instance(rule, place);
        if (rule.condition().inputs().isPresent()) {
            connectInputs(alarm, rule.condition().inputs().get());
            return;
        }
        series.feed(alarm.detector(), slot, watch.unit(), device.equals(alarm.device()));
    }

    private void connectToFeeder(
            Rule rule, EnergyLoss.FeederLoss loss, String feeder, String device, Series series, int slot) {
        boolean ofHome = !device.equals(feeder);
        if (ofHome && slot >= EnergyLoss.FeederLoss.REGISTERS) {
            return;
        }
        if (alarms.instance(rule, feeder).detector() instanceof FeederLossDetector detector) {
            if (ofHome) {
                detector.join(device);
            }
            series.feed(detector, slot, loss.unit(slot), !ofHome);
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
                    fed.feed(alarm.detector(), slot, alarm.rule().condition().unit(slot), it.equals(alarm.device()));
                }
            });
        }
    }

    private boolean applies(Rule rule, String device) {
        var labels = core.directory().labels(device);
        if (rule.condition() instanceof EnergyLoss.EnergyBalance balance) {
            return device.equals(balance.feeder()) || balance.homes().matches(device, labels);
        }
        if (rule.condition() instanceof EnergyLoss.FeederLoss loss) {
            return rule.devices().matches(device, labels) || loss.homes().matches(device, labels);
        }
        if (rule.condition() instanceof Neighbours.Peers peers
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
}
