package az.ocaq.alarm;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What happened while a maintenance window suppressed alarms, as one message to whoever planned it. */
final class MaintenanceSummary {
    /** The kind of the message. */
    private static final String KIND = "summary";

    /** The receiver is the account, whose contact only those know who send. */
    private static final String ACCOUNT = "account:";

    private static final int LONGEST_ABOUT = 400;

    private MaintenanceSummary() {}

    /**
     * Puts the message into the outbox; the same again does nothing. In the caller's transaction, after the journal of the
     * window's end.
     *
     * @param covered numbers of the alarms that the window is for
     * @param since when it began to suppress them this time
     */
    static void write(Handle handle, QuietPeriod window, Collection<Long> covered, Instant since, Instant now) {
        List<Long> happened = covered.isEmpty()
                ? List.of()
                : handle
                        .createQuery(
                                "SELECT DISTINCT alarm_id FROM alarm_journal WHERE happened_at >= :since"
                                        + " AND happened_at <= :now AND to_state = 'DSUPR' AND kind IN ('raised', 'suppressed')")
                        .bind("since", since.atOffset(ZoneOffset.UTC))
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .mapTo(Long.class)
                        .list()
                        .stream()
                        .filter(covered::contains)
                        .sorted()
                        .toList();
        String about = "maintenance " + window.id() + ": " + window.plan().reason();
        AlarmTables.insertMessage(
                handle,
                new AlarmTables.OutboxRow(
                        "maintenance-" + window.id() + "#" + now.getEpochSecond() + "/" + KIND,
                        about.substring(0, Math.min(about.length(), LONGEST_ABOUT)),
                        "maintenance",
                        Optional.empty(),
                        1,
                        KIND,
                        0,
                        ACCOUNT + window.created().by(),
                        AlarmKeeper.PAGE,
                        happened.size(),
                        now,
                        happened));
    }
}
