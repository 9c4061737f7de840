package az.ocaq.alarm.kpi;

import az.ocaq.device.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the journal tells whose supply with one utility was interrupted. Implementations are immutable; any thread. */
interface Outages {
    /** The rules whose journal tells of interruptions. */
    Set<String> rules();

    /** How many customers of a settlement there are whose interruptions would be found. */
    int served(String settlement);

    /** How many of them there are behind each of the sites, {@code settlement/site}, by which outages are counted. */
    Map<String, Integer> behind(String settlement);

    /**
     * The interruptions of a settlement's customers.
     *
     * @param spans those of its places
     */
    List<CustomerInterruption> interruptions(Settlement settlement, List<ConditionSpan> spans, Instant now);
}
