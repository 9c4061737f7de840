package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.access.Role;
import az.ocaq.alarm.Alarm;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.ServerItself;
import java.util.Optional;

/** Who sees which alarm. */
final class AlarmSight {
    /** What an assignee begins with who is a crew, followed by its utility: {@code crew:water}. */
    static final String CREW = "crew:";

    private final DeviceRegistry registry;

    AlarmSight(DeviceRegistry registry) {
        this.registry = registry;
    }

    /**
     * A resident sees those of the own home and those of what supplies the settlement; everybody else those in reach. Those
     * of the server itself concern whoever runs a part of the network, wherever that is.
     */
    boolean sees(Reach reach, Alarm alarm) {
        String settlement = alarm.device().settlement();
        String site = alarm.device().site();
        if (ServerItself.is(alarm.device())) {
            return !reach.isResident() && reach.actor().role() != Role.CREW;
        }
        if (!reach.isResident()) {
            return reach.device(alarm.device(), alarm.utility());
        }
        boolean supplies = registry.site(settlement, site)
                .map(it -> PlaceJson.isPublic(it.kind()))
                .orElse(false);
        return reach.isHome(settlement, site) || (supplies && reach.settlement(settlement));
    }

    /** Whether it is for this person to do: assigned to them or their crew, or, for a crew, in reach and assigned to nobody. */
    boolean isFor(Reach reach, Alarm alarm) {
        Optional<String> assignee = alarm.assignee();
        boolean free = assignee.isEmpty() && reach.actor().role() == Role.CREW;
        boolean own = assignee.filter(it -> it.startsWith(CREW))
                .filter(it -> reach.actor().role() == Role.CREW && reach.utility(it.substring(CREW.length())))
                .isPresent();
        return free || own || assignee.equals(Optional.of(reach.actor().user()));
    }
}
