package az.ocaq;

import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.engine.Router;
import az.ocaq.notify.Contacts;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether alarms would reach anybody: who has no contact, when nobody is on duty, which rota does not exist. */
final class Reachability {
    private static final String ROTA = "rota:";
    private static final int MINUTES_OF_A_WEEK = 7 * 24 * 60;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);

    private Reachability() {}

    /** What would keep alarms from people, a sentence each. */
    static List<String> findings(Policy policy, Contacts contacts, Instant now) {
        List<String> findings = new ArrayList<>();
        for (String person : people(policy)) {
            if (person.startsWith(ROTA)) {
                if (!policy.rotas().containsKey(person.substring(ROTA.length()))) {
                    findings.add("crews: '" + person
                            + "' is a rota that there is not; the default receiver is told instead");
                }
            } else if (!contacts.byReceiver().containsKey(person)) {
                findings.add("contacts: '" + person + "' gets alarms and has no contact: sees them on the pages only");
            }
        }
        policy.rotas()
                .forEach((id, rota) -> gap(policy, id, rota, now)
                        .ifPresent(it -> findings.add("crews: nobody of the rota '" + id + "' is on duty " + it + "; "
                                + rota.fallback().orElse(policy.receiver()) + " is told instead")));
        return findings;
    }

    private static Set<String> people(Policy policy) {
        Set<String> people = new LinkedHashSet<>();
        people.add(policy.receiver());
        policy.routes().forEach(it -> people.addAll(it.to()));
        policy.escalation().forEach(it -> people.addAll(it.to()));
        for (Policy.Rota rota : policy.rotas().values()) {
            rota.fallback().ifPresent(people::add);
            rota.shifts().forEach(it -> people.add(it.who()));
            rota.overrides().forEach(it -> people.add(it.who()));
            rota.holidays().forEach(it -> people.add(it.who()));
            rota.swaps().forEach(it -> people.addAll(List.of(it.who(), it.with())));
        }
        return people;
    }

    /** The first time of the coming week at which nobody is on duty, in words. */
    private static Optional<String> gap(Policy policy, String id, Policy.Rota rota, Instant now) {
        Router router = new Router(policy);
        ZonedDateTime start = now.atZone(rota.zone()).withSecond(0).withNano(0);
        for (int minute = 0; minute < MINUTES_OF_A_WEEK; minute++) {
            ZonedDateTime time = start.plusMinutes(minute);
            if (router.isGap(ROTA + id, time.toInstant())) {
                return Optional.of(TIME.format(time));
            }
        }
        return Optional.empty();
    }
}
