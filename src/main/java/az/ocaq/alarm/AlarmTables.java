package az.ocaq.alarm;

import az.ocaq.alarm.AlarmDesk.JournalEntry;
import az.ocaq.alarm.engine.Memory;
import az.ocaq.alarm.engine.Transition;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables of alarms, journal and outbox. Every method runs in the caller's transaction. */
final class AlarmTables {
    private static final int LONGEST_NOTE = 4000;

    /** One alarm as kept. */
    record AlarmRow(
            long id,
            boolean isNew,
            String rule,
            String device,
            String state,
            String priority,
            int occurrence,
            Instant raisedAt,
            Instant changedAt,
            String memory) {}

    /** One line of the journal. */
    record JournalRow(long alarm, JournalEntry entry, Priority priority, Optional<Double> reading, int ruleVersion) {}

    /** One message to be sent. */
    record OutboxRow(
            String key,
            String about,
            String subject,
            Optional<Long> alarm,
            int occurrence,
            String kind,
            int step,
            String receiver,
            String channel,
            int members,
            Instant createdAt,
            List<Long> alarms) {}

    /** One alarm as found at a start. */
    record Found(long id, AlarmState state, Memory.Kept kept) {}

    /** The engine's own row. */
    record EngineRow(Instant aliveAt, String memory) {}

    /** Everything that one batch changes. */
    record Writes(List<AlarmRow> alarms, List<JournalRow> journal, List<OutboxRow> outbox, Optional<EngineRow> engine) {
        boolean isEmpty() {
            return alarms.isEmpty() && journal.isEmpty() && outbox.isEmpty() && engine.isEmpty();
        }
    }

    private AlarmTables() {}

    static List<Found> alarms(Handle handle) {
        return handle.createQuery("SELECT id, state, rule, device, memory FROM alarm ORDER BY id")
                .map((row, context) -> new Found(
                        row.getLong("id"),
                        AlarmState.valueOf(row.getString("state")),
                        new Memory.Kept(row.getString("rule"), row.getString("device"), row.getString("memory"))))
                .list();
    }

    static Optional<EngineRow> engine(Handle handle) {
        return handle.createQuery("SELECT alive_at, memory FROM alarm_engine WHERE id = 1")
                .map((row, context) -> new EngineRow(
                        row.getObject("alive_at", OffsetDateTime.class).toInstant(), row.getString("memory")))
                .findFirst();
    }

    static List<JournalEntry> journal(Handle handle, long alarm) {
        return handle.createQuery("SELECT " + JournalColumns.ALL
                        + " FROM alarm_journal j WHERE j.alarm_id = :alarm ORDER BY j.id")
                .bind("alarm", alarm)
                .map((row, context) -> JournalColumns.read(row))
                .list();
    }

    static void write(Handle handle, Writes writes) {
        insertAlarms(handle, writes.alarms().stream().filter(AlarmRow::isNew).toList());
        updateAlarms(handle, writes.alarms().stream().filter(it -> !it.isNew()).toList());
        insertJournal(handle, writes.journal());
        noteWarned(handle, writes.journal());
        writes.outbox().forEach(it -> insertMessage(handle, it));
        writes.engine().ifPresent(it -> writeEngine(handle, it));
    }

    private static void insertAlarms(Handle handle, List<AlarmRow> rows) {
        if (!rows.isEmpty()) {
            bindAlarms(
                    handle.prepareBatch("INSERT INTO alarm (id, rule, device, state, priority, occurrence, raised_at,"
                            + " changed_at, memory) VALUES (:id, :rule, :device, :state, :priority, :occurrence,"
                            + " :raisedAt, :changedAt, :memory)"),
                    rows);
        }
    }

    private static void updateAlarms(Handle handle, List<AlarmRow> rows) {
        if (!rows.isEmpty()) {
            bindAlarms(
                    handle.prepareBatch("UPDATE alarm SET rule = :rule, device = :device, state = :state, priority ="
                            + " :priority, occurrence = :occurrence, raised_at = :raisedAt, changed_at = :changedAt,"
                            + " memory = :memory WHERE id = :id"),
                    rows);
        }
    }

    private static void bindAlarms(PreparedBatch batch, List<AlarmRow> rows) {
        for (AlarmRow row : rows) {
            var unused = batch.bind("id", row.id())
                    .bind("rule", row.rule())
                    .bind("device", row.device())
                    .bind("state", row.state())
                    .bind("priority", row.priority())
                    .bind("occurrence", row.occurrence())
                    .bind("raisedAt", utc(row.raisedAt()))
                    .bind("changedAt", utc(row.changedAt()))
                    .bind("memory", row.memory())
                    .add();
        }
        var unused = batch.execute();
    }

    /** Remembers which alarms the public was warned of. */
    private static void noteWarned(Handle handle, List<JournalRow> rows) {
        rows.stream()
                .filter(it -> it.entry().kind().equals(Transition.WARNING_APPROVED))
                .map(JournalRow::alarm)
                .distinct()
                .forEach(it -> {
                    var unused = handle.execute(
                            "INSERT INTO warned_alarm (alarm_id) SELECT id FROM alarm WHERE id = ? AND NOT EXISTS"
                                    + " (SELECT 1 FROM warned_alarm w WHERE w.alarm_id = alarm.id)",
                            it);
                });
    }

    static void insertJournal(Handle handle, List<JournalRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("INSERT INTO alarm_journal (alarm_id, happened_at, event_time,"
                + " occurrence, kind, from_state, to_state, who, note, reading, rule_version, priority) VALUES (:alarm, :at,"
                + " :eventTime, :occurrence, :kind, :from, :to, :who, :note, :reading, :version, :priority)");
        for (JournalRow row : rows) {
            JournalEntry entry = row.entry();
            String note = entry.text();
            var unused = batch.bind("alarm", row.alarm())
                    .bind("at", utc(entry.at()))
                    .bindByType(
                            "eventTime", entry.eventTime().map(AlarmTables::utc).orElse(null), OffsetDateTime.class)
                    .bind("occurrence", entry.occurrence())
                    .bind("kind", entry.kind())
                    .bind("from", entry.from().name())
                    .bind("to", entry.to().name())
                    .bind("who", entry.who())
                    .bind("note", note.substring(0, Math.min(note.length(), LONGEST_NOTE)))
                    .bindByType("reading", row.reading().orElse(null), Double.class)
                    .bind("version", row.ruleVersion())
                    .bind("priority", row.priority().word())
                    .add();
        }
        var unused = batch.execute();
    }

    /** A message that is there already is left as it is: that makes a repetition harmless. */
    static void insertMessage(Handle handle, OutboxRow row) {
        boolean known = handle.createQuery("SELECT 1 FROM outbox WHERE message_key = :key")
                .bind("key", row.key())
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
        if (known) {
            return;
        }
        var unused = handle.createUpdate("INSERT INTO outbox (message_key, about, subject, alarm_id, occurrence, kind,"
                        + " step, receiver, channel, members, created_at, state, attempts, next_attempt_at) VALUES (:key,"
                        + " :about, :subject, :alarm, :occurrence, :kind, :step, :receiver, :channel, :members, :at,"
                        + " 'pending', 0, :at)")
                .bind("key", row.key())
                .bind("about", row.about())
                .bind("subject", row.subject())
                .bindByType("alarm", row.alarm().orElse(null), Long.class)
                .bind("occurrence", row.occurrence())
                .bind("kind", row.kind())
                .bind("step", row.step())
                .bind("receiver", row.receiver())
                .bind("channel", row.channel())
                .bind("members", row.members())
                .bind("at", utc(row.createdAt()))
                .execute();
        PreparedBatch alarms =
                handle.prepareBatch("INSERT INTO outbox_alarm (alarm_id, message_key) VALUES (:alarm, :key)");
        row.alarms().forEach(alarm -> {
            var unusedToo = alarms.bind("alarm", alarm).bind("key", row.key()).add();
        });
        if (alarms.size() > 0) {
            var unusedToo = alarms.execute();
            rank(handle, row.key());
        }
    }

    /** A message is as urgent as the most urgent of its alarms. */
    private static void rank(Handle handle, String key) {
        var unused = handle.createUpdate("UPDATE outbox SET severity = (SELECT COALESCE(MIN(CASE a.priority"
                        + " WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END), 3) FROM outbox_alarm o"
                        + " JOIN alarm a ON a.id = o.alarm_id WHERE o.message_key = :key) WHERE message_key = :key")
                .bind("key", key)
                .execute();
    }

    private static void writeEngine(Handle handle, EngineRow row) {
        int updated = handle.createUpdate("UPDATE alarm_engine SET alive_at = :aliveAt, memory = :memory WHERE id = 1")
                .bind("aliveAt", utc(row.aliveAt()))
                .bind("memory", row.memory())
                .execute();
        if (updated == 0) {
            var unused = handle.createUpdate(
                            "INSERT INTO alarm_engine (id, alive_at, memory, monitored_since) VALUES (1, :aliveAt,"
                                    + " :memory, :aliveAt)")
                    .bind("aliveAt", utc(row.aliveAt()))
                    .bind("memory", row.memory())
                    .execute();
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
