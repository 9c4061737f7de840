package az.ocaq.alarm.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who is on duty over a time, as a list without holes; what would be a hole says so. Pure. */
public final class Duties {
    private static final String ROTA = "rota:";

    private Duties() {}

    /** Why somebody is told. */
    public enum Why {
        SHIFT,
        SWAP,
        HOLIDAY,
        OVERRIDE,
        /** Nobody's shift: the fallback is told, or whoever no route names. */
        GAP
    }

    /**
     * One stretch of time with one person.
     *
     * @param from included
     * @param to not included
     * @param who is told
     */
    public record Duty(Instant from, Instant to, String who, Why why) {}

    /**
     * The duties of a rota, in order and cut to the time.
     *
     * @param rota its name, without {@code rota:}
     * @param from included
     * @param to not included, after {@code from}
     */
    public static List<Duty> of(Policy policy, String rota, Instant from, Instant to) {
        Router router = new Router(policy);
        List<Duty> duties = new ArrayList<>();
        for (Instant edge : edges(policy, from, to)) {
            String who = router.onDuty(ROTA + rota, edge);
            Why why = router.why(rota, edge);
            Duty last = duties.isEmpty() ? null : duties.get(duties.size() - 1);
            if (last != null && !(last.who().equals(who) && last.why() == why)) {
                duties.set(duties.size() - 1, new Duty(last.from(), edge, last.who(), last.why()));
            }
            if (last == null || !(last.who().equals(who) && last.why() == why)) {
                duties.add(new Duty(edge, to, who, why));
            }
        }
        return duties;
    }

    /** Every moment at which a rota may change hands: one may name another, so those of all. */
    private static SortedSet<Instant> edges(Policy policy, Instant from, Instant to) {
        SortedSet<Instant> edges = new TreeSet<>();
        for (Policy.Rota rota : policy.rotas().values()) {
            LocalDate last = to.atZone(rota.zone()).toLocalDate();
            LocalDate first = from.atZone(rota.zone()).toLocalDate().minusDays(1);
            for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
                edges.add(day.atStartOfDay(rota.zone()).toInstant());
                for (Policy.Shift shift : rota.shifts()) {
                    edges.add(shift.time().startOn(day, rota.zone()));
                    edges.add(shift.time().endOf(day, rota.zone()));
                }
            }
            rota.overrides().forEach(it -> edges.addAll(List.of(it.from(), it.to())));
            rota.swaps().forEach(it -> edges.addAll(List.of(it.from(), it.to())));
        }
        edges.removeIf(it -> it.isBefore(from) || !it.isBefore(to));
        edges.add(from);
        return edges;
    }
}
