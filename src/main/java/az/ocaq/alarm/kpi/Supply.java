package az.ocaq.alarm.kpi;

import java.util.List;

/**
 * How settlements were supplied.
 *
 * @param days every watched day of every settlement, in the order of time
 * @param interruptions of single customers, of a shorter time as a rule
 * @param places customers of each site by which outages are counted, in the order of time
 */
public record Supply(List<SupplyDay> days, List<CustomerInterruption> interruptions, List<PlaceCustomers> places) {
    public Supply {
        days = List.copyOf(days);
        interruptions = List.copyOf(interruptions);
        places = List.copyOf(places);
    }
}
