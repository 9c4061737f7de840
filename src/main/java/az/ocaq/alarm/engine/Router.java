package az.ocaq.alarm.engine;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Who gets a message: the route tree, then the rota of whoever it names, at the moment of sending. Pure. */
public final class Router {
    private static final String ROTA = "rota:";

    private final Policy policy;

    public Router(Policy policy) {
        this.policy = policy;
    }

    /** The receivers that the routes name for an alarm with these labels; rotas are not resolved yet. */
    public Set<String> receivers(Map<String, String> labels) {
        Set<String> receivers = new LinkedHashSet<>();
        for (Policy.Route route : policy.routes()) {
            if (matches(route.match(), label -> labels.getOrDefault(label, ""))) {
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
        Optional<Policy.Rota> rota = rota(receiver);
        return rota.flatMap(it -> onShift(it, now))
                .or(() -> rota.flatMap(Policy.Rota::fallback))
                .orElseGet(this::defaultPerson);
    }

    private Optional<Policy.Rota> rota(String receiver) {
        return receiver.startsWith(ROTA)
                ? Optional.ofNullable(policy.rotas().get(receiver.substring(ROTA.length())))
                : Optional.empty();
    }

    private static Optional<String> onShift(Policy.Rota rota, Instant now) {
        Optional<String> standIn = rota.overrides().stream()
                .filter(it -> !now.isBefore(it.from()) && now.isBefore(it.to()))
                .map(Policy.Stand::who)
                .findFirst();
        ZonedDateTime local = now.atZone(rota.zone());
        return standIn.or(() -> rota.shifts().stream()
                .filter(it -> includes(it, local))
                .map(Policy.Shift::who)
                .findFirst());
    }

    /** Whether nobody's shift covers this time, so that somebody else is told instead. */
    public boolean isGap(String receiver, Instant now) {
        return rota(receiver).filter(it -> onShift(it, now).isEmpty()).isPresent();
    }

    private String defaultPerson() {
        return policy.receiver().startsWith(ROTA) ? "crew" : policy.receiver();
    }

    private static boolean includes(Policy.Shift shift, ZonedDateTime local) {
        LocalTime time = local.toLocalTime();
        DayOfWeek today = local.getDayOfWeek();
        if (shift.from().isBefore(shift.to())) {
            return shift.days().contains(today) && !time.isBefore(shift.from()) && time.isBefore(shift.to());
        }
        return (shift.days().contains(today) && !time.isBefore(shift.from()))
                || (shift.days().contains(today.minus(1)) && time.isBefore(shift.to()));
    }
}
