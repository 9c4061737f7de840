package az.ocaq.alarm.kpi;

import az.ocaq.alarm.Interruptions;
import az.ocaq.alarm.Interruptions.Step;
import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.measurement.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Supply interruptions after IEEE 1366, by settlement and month, from the outages that the alarm rules inferred: a rule that
 * counts devices that are not heard ({@code group_fraction} of {@code offline}). A customer is a member of such a rule. An
 * interruption begins for all its customers when the first of them was last heard, and ends for each of them when it is heard
 * again: every one is a step of the restoration. It counts in the month in which it began. A device that is silent without an
 * outage of its group is no interruption. Immutable; any thread.
 */
public final class Reliability {
    /** Longer is sustained, as long is momentary (IEEE 1366, 3.24). */
    private static final Duration SUSTAINED = Duration.ofMinutes(5);
    /** How far apart the silence of a member and the outage of its group may begin and still be one. */
    private static final Duration NEAR = Duration.ofMinutes(30);

    /**
     * One month of a settlement.
     *
     * @param customers served
     * @param from its beginning, or when monitoring began in it
     * @param unplanned without announced work
     * @param planned announced work: outages while a maintenance window was there
     * @param interruptions how many, unplanned
     * @param provisional whether an outage still goes on, which counts up to now
     */
    public record Month(
            String settlement,
            YearMonth month,
            Instant from,
            int customers,
            Interruptions unplanned,
            Interruptions planned,
            int interruptions,
            boolean provisional) {}

    private record Pair(Rule outage, Condition.Offline offline, Set<DeviceId> members) {}

    /** A time span of one alarm's condition. */
    private record Span(String device, Instant from, Optional<Instant> to, String cause, boolean planned) {}

    private record Incident(Instant start, boolean planned, boolean open, List<Step> steps) {}

    private final DeviceRegistry registry;
    private final List<Pair> pairs = new ArrayList<>();

    public Reliability(DeviceRegistry registry, Rules rules) {
        this.registry = registry;
        for (Rule rule : rules.all()) {
            if (rule.condition() instanceof Condition.GroupFraction fraction) {
                rules.rule(fraction.of()).map(Rule::condition).ifPresent(of -> {
                    if (of instanceof Condition.Offline offline) {
                        pairs.add(new Pair(rule, offline, members(fraction)));
                    }
                });
            }
        }
    }

    /** The rules whose journal tells of interruptions. */
    public Set<String> rules() {
        Set<String> ids = new LinkedHashSet<>();
        pairs.forEach(it -> {
            ids.add(it.outage().id());
            ids.add(((Condition.GroupFraction) it.outage().condition()).of());
        });
        return ids;
    }

    /**
     * The months of a settlement from the one of {@code from} to the one of {@code to}, as far as they were monitored: of the
     * time before nothing is known, and a month counts from then on.
     *
     * @param since when monitoring began
     * @param lines of {@link #rules} from {@code from} up to now, in order
     */
    public List<Month> months(
            Settlement settlement, List<JournalLine> lines, Instant since, Instant from, Instant to, Instant now) {
        ZoneId zone = settlement.zone();
        int served = (int) pairs.stream()
                .flatMap(it -> it.members().stream())
                .filter(it -> it.settlement().equals(settlement.id()))
                .distinct()
                .count();
        List<Month> months = new ArrayList<>();
        if (served == 0) {
            return months;
        }
        List<Incident> incidents = new ArrayList<>();
        pairs.forEach(it -> incidents.addAll(incidents(settlement.id(), it, lines, now)));
        YearMonth last = YearMonth.from(to.minusMillis(1).atZone(zone));
        for (YearMonth month = YearMonth.from(from.atZone(zone)); !month.isAfter(last); month = month.plusMonths(1)) {
            Instant first = month.atDay(1).atStartOfDay(zone).toInstant();
            Instant start = since.isAfter(first) ? since : first;
            Instant end = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
            Instant until = end.isBefore(now) ? end : now;
            if (until.isAfter(start)) {
                months.add(month(settlement.id(), month, served, within(incidents, first, end), until, start));
            }
        }
        return months;
    }

    private static List<Incident> within(List<Incident> incidents, Instant start, Instant end) {
        return incidents.stream()
                .filter(it -> !it.start().isBefore(start) && it.start().isBefore(end))
                .toList();
    }

    private static Month month(
            String settlement, YearMonth month, int served, List<Incident> incidents, Instant until, Instant start) {
        Duration period = Duration.between(start, until);
        return new Month(
                settlement,
                month,
                start,
                served,
                Interruptions.of(steps(incidents, false), served, SUSTAINED, period),
                Interruptions.of(steps(incidents, true), served, SUSTAINED, period),
                (int) incidents.stream().filter(it -> !it.planned()).count(),
                incidents.stream().anyMatch(Incident::open));
    }

    private static List<List<Step>> steps(Collection<Incident> incidents, boolean planned) {
        return incidents.stream()
                .filter(it -> it.planned() == planned)
                .map(Incident::steps)
                .toList();
    }

    private List<Incident> incidents(String settlement, Pair pair, List<JournalLine> lines, Instant now) {
        Condition.GroupFraction fraction =
                (Condition.GroupFraction) pair.outage().condition();
        List<Span> outages = spans(lines, pair.outage().id());
        List<Span> silences = spans(lines, fraction.of());
        List<Incident> incidents = new ArrayList<>();
        for (Span outage : outages) {
            if (isOf(outage.device(), settlement)) {
                incident(pair, fraction, outage, silences, now).ifPresent(incidents::add);
            }
        }
        return incidents;
    }

    private Optional<Incident> incident(
            Pair pair, Condition.GroupFraction fraction, Span outage, List<Span> silences, Instant now) {
        Instant end = outage.to().orElse(now);
        List<Span> customers = silences.stream()
                .filter(it -> isMember(pair, fraction, outage, it.device()))
                .filter(it -> !it.from().isAfter(end)
                        && !it.to().orElse(now).isBefore(outage.from().minus(NEAR)))
                .filter(it -> !it.from().isBefore(outage.from().minus(NEAR)))
                .toList();
        Optional<Instant> start =
                customers.stream().map(it -> lastHeard(pair, it)).min(Instant::compareTo);
        return start.map(first -> new Incident(
                first,
                outage.planned(),
                outage.to().isEmpty(),
                customers.stream()
                        .map(it -> new Step(1, Duration.between(first, it.to().orElse(now))))
                        .toList()));
    }

    /** Silence is noticed late, a will message after its grace. */
    private Instant lastHeard(Pair pair, Span silence) {
        Duration late = silence.cause().startsWith("will")
                ? pair.offline().lwtGrace()
                : pair.offline().silenceAfter().orElseGet(() -> usualSilence(silence.device()));
        return silence.from().minus(late);
    }

    private Duration usualSilence(String device) {
        Duration three = DeviceId.parse(device)
                .flatMap(registry::device)
                .map(it -> it.type().interval().multipliedBy(3))
                .orElse(Duration.ZERO);
        Duration shortest = Duration.ofMinutes(10);
        return three.compareTo(shortest) > 0 ? three : shortest;
    }

    private boolean isMember(Pair pair, Condition.GroupFraction fraction, Span outage, String device) {
        Optional<DeviceId> id = DeviceId.parse(device).filter(pair.members()::contains);
        return id.isPresent()
                && (fraction.groupBy().isEmpty()
                        || isFedBy(id.get(), fraction.groupBy().get(), outage.device()));
    }

    /** Whether a site of a kind, {@code settlement/site}, supplies a device. */
    private boolean isFedBy(DeviceId device, String kind, String place) {
        Optional<Site> site = registry.site(device.settlement(), device.site());
        for (int depth = 0; site.isPresent() && depth < 16; depth++) {
            Site here = site.get();
            if (here.kind().word().equals(kind)) {
                return place.equals(here.settlement() + "/" + here.id());
            }
            site = here.fedBy().flatMap(it -> registry.site(here.settlement(), it));
        }
        return false;
    }

    private static boolean isOf(String place, String settlement) {
        return place.startsWith(settlement + "/");
    }

    /** When the condition of each alarm of a rule was true, hidden or not. */
    private static List<Span> spans(List<JournalLine> lines, String rule) {
        Map<String, Span> open = new HashMap<>();
        Map<Integer, Span> spans = new LinkedHashMap<>();
        Map<String, Integer> places = new HashMap<>();
        for (JournalLine line : lines) {
            if (!line.rule().equals(rule)) {
                continue;
            }
            Span before = open.get(line.device());
            if (line.kind().equals("raised")) {
                boolean planned = line.to() == az.ocaq.alarm.AlarmState.DSUPR;
                Span span = new Span(line.device(), line.happened(), Optional.empty(), line.text(), planned);
                open.put(line.device(), span);
                places.put(line.device(), spans.size());
                spans.put(spans.size(), span);
            } else if (before != null && isEnd(line.kind())) {
                Span ended = new Span(
                        before.device(), before.from(), Optional.of(line.happened()), before.cause(), before.planned());
                spans.put(places.getOrDefault(line.device(), 0), ended);
                open.remove(line.device());
            } else if (before != null && line.text().startsWith("maintenance")) {
                Span announced = new Span(before.device(), before.from(), before.to(), before.cause(), true);
                open.put(line.device(), announced);
                spans.put(places.getOrDefault(line.device(), 0), announced);
            }
        }
        return List.copyOf(spans.values());
    }

    private static boolean isEnd(String kind) {
        return kind.equals("cleared") || kind.equals("closed");
    }

    private Set<DeviceId> members(Condition.GroupFraction fraction) {
        Set<DeviceId> members = new LinkedHashSet<>();
        for (Device device : registry.devices()) {
            Map<String, String> labels = Map.of("type", device.type().id());
            if (!device.recorded() && fraction.members().matches(device.id().toString(), labels)) {
                members.add(device.id());
            }
        }
        return members;
    }
}
