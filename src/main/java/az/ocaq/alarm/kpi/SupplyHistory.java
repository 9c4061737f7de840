package az.ocaq.alarm.kpi;

import az.ocaq.alarm.Interruptions;
import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The supply of every watched day. Days that are over for good are kept in the database, so that years of them are read at
 * once; what is newer is computed from the journal. Any thread; futures complete on the caller's context.
 */
public final class SupplyHistory {
    /** A day may change while what happened on it comes in late. */
    private static final int SETTLED = 7;
    /** How much of the journal is read at once. */
    private static final int CHUNK = 31;

    private final Database database;
    private final Journal journal;

    public SupplyHistory(Database database, Journal journal) {
        this.database = database;
        this.journal = journal;
    }

    /** The days of all settlements since monitoring began, in the order of time. */
    public Future<List<SupplyDay>> days(Reliability reliability, Instant since, Instant now) {
        return database.transact(SupplyHistory::kept).compose(kept -> {
            List<SupplyDay> days = new ArrayList<>(kept);
            LocalDate first = kept.isEmpty()
                    ? since.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1)
                    : kept.get(kept.size() - 1).day().plusDays(1);
            return more(reliability, since, now, first, true, days).map(done -> days);
        });
    }

    private Future<Void> more(
            Reliability reliability,
            Instant since,
            Instant now,
            LocalDate first,
            boolean settled,
            List<SupplyDay> days) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        if (first.isAfter(today.plusDays(1))) {
            return Future.succeededFuture();
        }
        LocalDate end = first.plusDays(CHUNK);
        // The outage of a day is noticed later than it began.
        Instant from = first.minusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant to = end.plusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC);
        return journal.spans(from, to, reliability.rules()).compose(spans -> {
            List<SupplyDay> found = reliability.days(spans, since, first, end, now);
            LocalDate changing = found.stream()
                    .filter(SupplyDay::open)
                    .map(SupplyDay::day)
                    .min(LocalDate::compareTo)
                    .filter(it -> it.isBefore(today.minusDays(SETTLED)))
                    .orElse(today.minusDays(SETTLED));
            List<SupplyDay> over = settled
                    ? found.stream().filter(it -> it.day().isBefore(changing)).toList()
                    : List.of();
            days.addAll(found);
            return database.transact(handle -> {
                        keep(handle, over);
                        return null;
                    })
                    .compose(done -> more(reliability, since, now, end, settled && !changing.isBefore(end), days));
        });
    }

    private static List<SupplyDay> kept(Handle handle) {
        return handle.createQuery("SELECT * FROM supply_day ORDER BY happened_on, settlement")
                .map((row, context) -> new SupplyDay(
                        row.getString("settlement"),
                        row.getObject("happened_on", LocalDate.class),
                        row.getInt("customers"),
                        row.getInt("interruptions"),
                        false,
                        new Interruptions.Sums(
                                row.getDouble("interrupted"), row.getDouble("minutes"), row.getDouble("momentary")),
                        new Interruptions.Sums(
                                row.getDouble("planned_interrupted"),
                                row.getDouble("planned_minutes"),
                                row.getDouble("planned_momentary"))))
                .list();
    }

    private static void keep(Handle handle, List<SupplyDay> days) {
        for (SupplyDay it : days) {
            // Two who look at once keep the same day once.
            var unused = handle.createUpdate(
                            "INSERT INTO supply_day (settlement, happened_on, customers, interruptions,"
                                    + " interrupted, minutes, momentary, planned_interrupted, planned_minutes, planned_momentary)"
                                    + " SELECT CAST(:settlement AS VARCHAR(64)), CAST(:day AS DATE), CAST(:customers AS INTEGER),"
                                    + " CAST(:interruptions AS INTEGER), CAST(:interrupted AS DOUBLE PRECISION),"
                                    + " CAST(:minutes AS DOUBLE PRECISION), CAST(:momentary AS DOUBLE PRECISION),"
                                    + " CAST(:plannedInterrupted AS DOUBLE PRECISION), CAST(:plannedMinutes AS DOUBLE PRECISION),"
                                    + " CAST(:plannedMomentary AS DOUBLE PRECISION) WHERE NOT EXISTS (SELECT 1 FROM supply_day"
                                    + " WHERE settlement = :settlement AND happened_on = :day)")
                    .bind("settlement", it.settlement())
                    .bind("day", it.day())
                    .bind("customers", it.customers())
                    .bind("interruptions", it.interruptions())
                    .bind("interrupted", it.unplanned().interrupted())
                    .bind("minutes", it.unplanned().minutes())
                    .bind("momentary", it.unplanned().momentary())
                    .bind("plannedInterrupted", it.planned().interrupted())
                    .bind("plannedMinutes", it.planned().minutes())
                    .bind("plannedMomentary", it.planned().momentary())
                    .execute();
        }
    }
}
