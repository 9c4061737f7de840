package az.ocaq.alarm.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Who gets a message: the route tree, then the rota of whoever it names, at the moment of sending. Pure. */
public final class Router {
    private static final String ROTA = "rota:";
    private static final int MOST_ROTAS = 5;

    private final Policy policy;

    public Router(Policy policy) {
        this.policy = policy;
    }

    /** The receivers that the routes name now for an alarm with these labels; rotas are not resolved yet. */
    public Set<String> receivers(Map<String, String> labels, Instant now) {
        Set<String> receivers = new LinkedHashSet<>();
        for (Policy.Route route : policy.routes()) {
            boolean inTime = route.schedule().map(it -> it.includes(now)).orElse(true);
            if (inTime && matches(route.match(), label -> labels.getOrDefault(label, ""))) {
                receivers.addAll(route.to());
                if (!route.goOn()) {
                    return receivers;
                }
            }
        }
        if (receivers.isEmpty()) {
            receivers.add(policy.receiver());
        }
        return receivers;
    }

    /** Whether every matcher's label is there with one of its values. */
    static boolean matches(Map<String, ? extends Collection<String>> match, UnaryOperator<String> label) {
        for (Map.Entry<String, ? extends Collection<String>> wanted : match.entrySet()) {
            if (!wanted.getValue().contains(label.apply(wanted.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** The person behind a receiver now: of {@code rota:R1} whoever is on duty, else its fallback, else the default. */
    public String onDuty(String receiver, Instant now) {
        if (!receiver.startsWith(ROTA)) {
            return receiver;
        }
        return person(receiver, now).or(() -> person(policy.receiver(), now)).orElseGet(() -> somebody(receiver));
    }

    private Optional<String> person(String receiver, Instant now) {
        return receiver.startsWith(ROTA)
                ? rota(receiver)
                        .flatMap(it -> onShift(it, now, 0).or(it::fallback))
                        .filter(it -> !it.startsWith(ROTA))
                : Optional.of(receiver);
    }

    /** Where the default receiver is a rota, too, and has a gap: the first that the rotas name, rather than nobody. */
    private String somebody(String receiver) {
        return Stream.of(receiver, policy.receiver())
                .flatMap(it -> rota(it).stream())
                .flatMap(it -> it.shifts().stream())
                .map(Policy.Shift::who)
                .filter(it -> !it.startsWith(ROTA))
                .findFirst()
                .orElse(receiver);
    }

    private Optional<Policy.Rota> rota(String receiver) {
        return receiver.startsWith(ROTA)
                ? Optional.ofNullable(policy.rotas().get(receiver.substring(ROTA.length())))
                : Optional.empty();
    }

    private Optional<String> onShift(Policy.Rota rota, Instant now, int depth) {
        Optional<String> standIn = rota.overrides().stream()
                .filter(it -> !now.isBefore(it.from()) && now.isBefore(it.to()))
                .map(Policy.Stand::who)
                .findFirst();
        Optional<String> named = standIn.or(() -> byCalendar(rota, now));
        // rotas that name each other lead nowhere
        return named.filter(it -> it.startsWith(ROTA)).isEmpty()
                ? named
                : named.flatMap(this::rota).filter(it -> depth < MOST_ROTAS).flatMap(it -> onShift(it, now, depth + 1));
    }

    /** A shift that passes midnight belongs to its first day, on a holiday too. */
    private static Optional<String> byCalendar(Policy.Rota rota, Instant now) {
        Optional<Policy.Shift> shift = rota.shifts().stream()
                .filter(it -> it.time().begun(now, rota.zone()).isPresent())
                .findFirst();
        LocalDate day = shift.flatMap(it -> it.time().begun(now, rota.zone()))
                .orElseGet(() -> now.atZone(rota.zone()).toLocalDate());
        return rota.holidays().stream()
                .filter(it -> it.days().contains(day))
                .map(Policy.Holiday::who)
                .findFirst()
                .or(() -> shift.map(it -> swapped(rota, it.who(), now)));
    }

    private static String swapped(Policy.Rota rota, String person, Instant now) {
        return rota.swaps().stream()
                .filter(it -> !now.isBefore(it.from()) && now.isBefore(it.to()))
                .filter(it -> !it.instead(person).equals(person))
                .map(it -> it.instead(person))
                .findFirst()
                .orElse(person);
    }

    /** Why it is whoever {@link #onDuty} names, for a rota's name without {@code rota:}. */
    Duties.Why why(String rota, Instant now) {
        Policy.Rota found = policy.rotas().get(rota);
        if (found == null || onShift(found, now, 0).isEmpty()) {
            return Duties.Why.GAP;
        }
        if (found.overrides().stream().anyMatch(it -> !now.isBefore(it.from()) && now.isBefore(it.to()))) {
            return Duties.Why.OVERRIDE;
        }
        Policy.Rota usual =
                new Policy.Rota(found.zone(), found.fallback(), found.shifts(), List.of(), List.of(), found.swaps());
        Policy.Rota plain =
                new Policy.Rota(found.zone(), found.fallback(), found.shifts(), List.of(), List.of(), List.of());
        Optional<String> named = byCalendar(found, now);
        if (!named.equals(byCalendar(usual, now))) {
            return Duties.Why.HOLIDAY;
        }
        return named.equals(byCalendar(plain, now)) ? Duties.Why.SHIFT : Duties.Why.SWAP;
    }

    /** Whether nobody's shift covers this time, so that somebody else is told instead. */
    public boolean isGap(String receiver, Instant now) {
        return rota(receiver).filter(it -> onShift(it, now, 0).isEmpty()).isPresent();
    }
}
