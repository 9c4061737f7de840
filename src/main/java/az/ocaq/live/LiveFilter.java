package az.ocaq.live;

import java.util.Optional;
import java.util.Set;

/**
 * What a subscriber follows. Readings come only for one settlement or one site: those of a whole region would be more than
 * a browser can take.
 *
 * @param settlements whose devices' status and alarms; empty for all
 * @param readings the settlement whose readings
 * @param site the only site of it
 */
public record LiveFilter(Set<String> settlements, Optional<String> readings, Optional<String> site) {
    public LiveFilter {
        settlements = Set.copyOf(settlements);
    }

    boolean follows(String settlement) {
        return settlements.isEmpty() || settlements.contains(settlement);
    }
}
