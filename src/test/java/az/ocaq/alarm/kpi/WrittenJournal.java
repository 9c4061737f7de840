package az.ocaq.alarm.kpi;

import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import io.vertx.core.Vertx;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneOffset;

/** A database of its own with alarms and their journal, written as the engine would have, and what reads them. */
final class WrittenJournal implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Database database;
    private final Instant start;

    WrittenJournal(OperationalDatabase kind, Instant start) throws Exception {
        this.database = kind.open(vertx);
        this.start = start;
    }

    /** The rules of a file with this text. */
    static Rules rules(String text) {
        Problems problems = new Problems();
        Rules rules = new Rules(Rules.drafts("rules", new StringReader(text), problems));
        problems.throwIfAny();
        return rules;
    }

    Database database() {
        return database;
    }

    Journal read() {
        return new Journal(database);
    }

    SupplyHistory history() {
        return new SupplyHistory(database, read(), vertx.createSharedWorkerExecutor("reliability", 1));
    }

    @Override
    public void close() {
        database.close();
        var unused = vertx.close().await();
    }

    /** An alarm that is not raised yet. */
    void alarm(long id, String rule, String device, String priority) {
        var unused =
                database.transactBlocking(handle -> handle.createUpdate("INSERT INTO alarm (id, rule, device, state,"
                                + " priority, occurrence, raised_at, changed_at, memory) VALUES (:id, :rule, :device, 'NORM',"
                                + " :priority, 1, :at, :at, '{}')")
                        .bind("id", id)
                        .bind("rule", rule)
                        .bind("device", device)
                        .bind("priority", priority)
                        .bind("at", start.atOffset(ZoneOffset.UTC))
                        .execute());
    }

    /** What became of it, so many seconds after the start. */
    void line(long alarm, int occurrence, int seconds, String kind, String from, String to, String note) {
        var unused = database.transactBlocking(handle -> handle.createUpdate("INSERT INTO alarm_journal (alarm_id,"
                        + " happened_at, event_time, occurrence, kind, from_state, to_state, who, note, rule_version)"
                        + " VALUES (:alarm, :at, :at, :occurrence, :kind, :from, :to, 'system', :note, 1)")
                .bind("alarm", alarm)
                .bind("at", start.plusSeconds(seconds).atOffset(ZoneOffset.UTC))
                .bind("occurrence", occurrence)
                .bind("kind", kind)
                .bind("from", from)
                .bind("to", to)
                .bind("note", note)
                .execute());
    }

    /** Maintenance that was planned then. */
    void window(long id, int planned) {
        var unused = database.transactBlocking(handle -> handle.createUpdate("INSERT INTO quiet_period (id, kind,"
                        + " matchers, starts_at, ends_at, weekly, reason, created_by, created_at)"
                        + " VALUES (:id, 'maintenance', '{}', :at, :at, '', 'work', 'engineer', :at)")
                .bind("id", id)
                .bind("at", start.plusSeconds(planned).atOffset(ZoneOffset.UTC))
                .execute());
    }
}
