package az.ocaq.alarm.kpi;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * How many customers there are behind a site from a day on, until there are others.
 *
 * @param place {@code settlement/site}
 */
public record PlaceCustomers(String place, LocalDate since, int customers) {
    /** Takes into a list, in the order of time, what is not as it was; what was new. */
    static List<PlaceCustomers> join(List<PlaceCustomers> known, List<PlaceCustomers> found) {
        List<PlaceCustomers> changed = new ArrayList<>();
        for (PlaceCustomers it : found) {
            boolean same = known.stream()
                    .filter(other -> other.place().equals(it.place()))
                    .reduce((earlier, later) -> later)
                    .filter(last -> last.customers() == it.customers())
                    .isPresent();
            if (!same) {
                changed.add(it);
            }
        }
        known.addAll(changed);
        return changed;
    }
}
