package az.ocaq.access;

import az.ocaq.measurement.DeviceId;
import java.util.Optional;

/** What an actor may touch with one right. */
public record Reach(Actor actor, Extent extent) {
    /** Whether anything of this settlement is in reach. */
    public boolean settlement(String id) {
        return switch (extent) {
            case ALL -> true;
            case SCOPE -> actor.settlements().isEmpty() || actor.settlements().contains(id);
            case HOME, PUBLIC -> homeSettlement().equals(Optional.of(id));
            case OWN, NONE -> false;
        };
    }

    /** Whether the values of this site are in reach. */
    public boolean site(String settlement, String site) {
        return switch (extent) {
            case ALL, SCOPE -> settlement(settlement);
            case HOME, PUBLIC -> isHome(settlement, site);
            case OWN, NONE -> false;
        };
    }

    /** Whether this device of a utility is in reach. */
    public boolean device(DeviceId device, String utility) {
        return site(device.settlement(), device.site()) && utility(utility);
    }

    /** Whether things of this utility are in reach; things of no utility are. */
    public boolean utility(String utility) {
        boolean limited = extent == Extent.SCOPE && !actor.utilities().isEmpty();
        return !limited || utility.isEmpty() || actor.utilities().contains(utility);
    }

    /** Whether all settlements are in reach. */
    public boolean everything() {
        return extent == Extent.ALL
                || (extent == Extent.SCOPE && actor.settlements().isEmpty());
    }

    /** Whether this is the actor's own home. */
    public boolean isHome(String settlement, String site) {
        return actor.home().equals(Optional.of(settlement + '/' + site));
    }

    /** Whether only one home and what is public is in reach. */
    public boolean isResident() {
        return extent == Extent.HOME || extent == Extent.PUBLIC;
    }

    private Optional<String> homeSettlement() {
        return actor.home().map(it -> it.substring(0, Math.max(0, it.indexOf('/'))));
    }
}
