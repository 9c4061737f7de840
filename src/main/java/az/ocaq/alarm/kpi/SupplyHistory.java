package az.ocaq.alarm.kpi;

import az.ocaq.alarm.rule.Utility;
import az.ocaq.database.Database;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * How settlements were supplied since they are watched. Days that are over for good are kept in the database, so that years of
 * them are read at once; what is newer is computed from the journal. Any thread; futures complete on the caller's context.
 */
public final class SupplyHistory {
    /** A day may change while what happened on it comes in late. */
    private static final int SETTLED = 7;
    /** What is silent for so long is rather a meter that an outage has broken: its day is kept as it is then. */
    private static final int LONGEST = 31;
    /** How much of the journal is read at once. */
    private static final int CHUNK = 31;

    private final Database database;
    private final Journal journal;
    private final WorkerExecutor worker;

    /** @param worker what computes: a month of a large region takes seconds */
    public SupplyHistory(Database database, Journal journal, WorkerExecutor worker) {
        this.database = database;
        this.journal = journal;
        this.worker = worker;
    }

    private record Found(
            Utility utility,
            List<SupplyDay> days,
            List<CustomerInterruption> interruptions,
            List<PlaceCustomers> places) {}

    /**
     * The days of all settlements since monitoring began, in the order of time, and what began on them.
     *
     * @param from the first day whose interruptions are wanted; those of earlier days may be missing
     */
    public Future<Supply> supply(Reliability reliability, Instant since, LocalDate from, Instant now) {
        return database.transact(handle -> kept(handle, reliability.utility(), from))
                .compose(kept -> {
                    LocalDate first = kept.days().isEmpty()
                            ? since.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1)
                            : kept.days().get(kept.days().size() - 1).day().plusDays(1);
                    return more(reliability, since, now, first, true, kept)
                            .map(done -> new Supply(kept.days(), kept.interruptions(), kept.places()));
                });
    }

    private Future<Void> more(
            Reliability reliability, Instant since, Instant now, LocalDate first, boolean settled, Found all) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        if (first.isAfter(today.plusDays(1))) {
            return Future.succeededFuture();
        }
        LocalDate end = first.plusDays(CHUNK);
        // The outage of a day is noticed later than it began.
        Instant from = first.minusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant to = end.plusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC);
        Future<Supply> computed = journal.spans(from, to, reliability.rules())
                .compose(spans ->
                        worker.executeBlocking(() -> reliability.supply(spans, since, first, end, now), false));
        return computed.compose(found -> {
            LocalDate changing = changing(found, today);
            all.days().addAll(found.days());
            all.interruptions().addAll(found.interruptions());
            List<PlaceCustomers> places = PlaceCustomers.join(all.places(), found.places());
            return database.transact(handle -> {
                        if (settled) {
                            keep(handle, all.utility(), found, changing);
                            places.stream()
                                    .filter(it -> it.since().isBefore(changing))
                                    .forEach(it -> keep(handle, all.utility(), it));
                        }
                        return null;
                    })
                    .compose(done -> more(reliability, since, now, end, settled && !changing.isBefore(end), all));
        });
    }

    /** The first day that is not yet as it will be. */
    private static LocalDate changing(Supply found, LocalDate today) {
        LocalDate open = found.interruptions().stream()
                .filter(CustomerInterruption::open)
                .map(CustomerInterruption::day)
                .filter(it -> it.isAfter(today.minusDays(LONGEST)))
                .min(LocalDate::compareTo)
                .orElse(today);
        LocalDate late = today.minusDays(SETTLED);
        return open.isBefore(late) ? open : late;
    }

    private static Found kept(Handle handle, Utility utility, LocalDate from) {
        List<SupplyDay> days = handle.createQuery(
                        "SELECT * FROM supply_day WHERE utility = :utility" + " ORDER BY happened_on, settlement")
                .bind("utility", utility.word())
                .map((row, context) -> new SupplyDay(
                        row.getString("settlement"),
                        row.getObject("happened_on", LocalDate.class),
                        row.getInt("customers"),
                        row.getDouble("minutes")))
                .list();
        List<CustomerInterruption> interruptions = handle.createQuery(
                        "SELECT * FROM customer_interruption WHERE utility = :utility AND happened_on >= :from"
                                + " ORDER BY began, customer")
                .bind("utility", utility.word())
                .bind("from", from)
                .map((row, context) -> new CustomerInterruption(
                        row.getString("settlement"),
                        row.getObject("happened_on", LocalDate.class),
                        row.getString("place"),
                        row.getString("customer"),
                        row.getObject("began", OffsetDateTime.class).toInstant(),
                        Duration.ofMillis(row.getLong("millis")),
                        row.getBoolean("planned"),
                        false))
                .list();
        List<PlaceCustomers> places = handle.createQuery(
                        "SELECT * FROM supply_place WHERE utility = :utility" + " ORDER BY since, place")
                .bind("utility", utility.word())
                .map((row, context) -> new PlaceCustomers(
                        row.getString("place"), row.getObject("since", LocalDate.class), row.getInt("customers")))
                .list();
        return new Found(utility, new ArrayList<>(days), new ArrayList<>(interruptions), new ArrayList<>(places));
    }

    /** Two who look at once keep the same day once. */
    private static void keep(Handle handle, Utility utility, Supply found, LocalDate end) {
        Map<String, Map<LocalDate, List<CustomerInterruption>>> began = found.interruptions().stream()
                .collect(Collectors.groupingBy(
                        CustomerInterruption::settlement, Collectors.groupingBy(CustomerInterruption::day)));
        for (SupplyDay it : found.days()) {
            if (it.day().isBefore(end) && keep(handle, utility, it)) {
                keep(
                        handle,
                        utility,
                        began.getOrDefault(it.settlement(), Map.of()).getOrDefault(it.day(), List.of()));
            }
        }
    }

    private static boolean keep(Handle handle, Utility utility, SupplyDay day) {
        return handle.createUpdate(
                                "INSERT INTO supply_day (utility, settlement, happened_on, customers, minutes) SELECT"
                                        + " CAST(:utility AS VARCHAR(16)), CAST(:settlement AS VARCHAR(64)), CAST(:day AS DATE), CAST(:customers AS INTEGER),"
                                        + " CAST(:minutes AS DOUBLE PRECISION) WHERE NOT EXISTS (SELECT 1 FROM supply_day"
                                        + " WHERE utility = :utility AND settlement = :settlement AND happened_on = :day)")
                        .bind("utility", utility.word())
                        .bind("settlement", day.settlement())
                        .bind("day", day.day())
                        .bind("customers", day.customers())
                        .bind("minutes", day.minutes())
                        .execute()
                > 0;
    }

    private static void keep(Handle handle, Utility utility, PlaceCustomers place) {
        int unused = handle.createUpdate("INSERT INTO supply_place (utility, place, since, customers) SELECT"
                        + " CAST(:utility AS VARCHAR(16)), CAST(:place AS VARCHAR(200)), CAST(:since AS DATE), CAST(:customers AS INTEGER)"
                        + " WHERE NOT EXISTS (SELECT 1 FROM supply_place WHERE utility = :utility AND place = :place"
                        + " AND since = :since)")
                .bind("utility", utility.word())
                .bind("place", place.place())
                .bind("since", place.since())
                .bind("customers", place.customers())
                .execute();
    }

    private static void keep(Handle handle, Utility utility, List<CustomerInterruption> interruptions) {
        if (interruptions.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO customer_interruption (utility, customer, began,"
                + " settlement, happened_on, place, millis, planned) VALUES (:utility, :customer, :began, :settlement, :day, :place, :millis,"
                + " :planned)");
        for (CustomerInterruption it : interruptions) {
            batch.bind("utility", utility.word())
                    .bind("customer", it.customer())
                    .bind("began", it.began().atOffset(ZoneOffset.UTC))
                    .bind("settlement", it.settlement())
                    .bind("day", it.day())
                    .bind("place", it.place())
                    .bind("millis", it.duration().toMillis())
                    .bind("planned", it.planned())
                    .add();
        }
        int[] unused = batch.execute();
    }
}
