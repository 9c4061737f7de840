package az.ocaq.alarm;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What an alarm explains, out of the journal. Every method runs in the caller's transaction. */
final class IncidentHistory {
    private static final int DEEPEST = 5;

    private IncidentHistory() {}

    /** The incident whose root is an alarm; {@code views} are the alarms as they are now, by number. */
    static Incident read(Handle handle, long root, Map<Long, Alarm> views) {
        Optional<Instant> since = handle.createQuery("SELECT MAX(happened_at) AS since FROM alarm_journal"
                        + " WHERE alarm_id = :alarm AND kind = 'raised'")
                .bind("alarm", root)
                .map((row, context) -> Optional.ofNullable(row.getObject("since", OffsetDateTime.class)))
                .one()
                .map(OffsetDateTime::toInstant);
        if (since.isEmpty()) {
            return new Incident(List.of(), List.of());
        }
        Map<Long, String> members = members(handle, root, since.get());
        List<Alarm> alarms = members.keySet().stream()
                .flatMap(it -> Optional.ofNullable(views.get(it)).stream())
                .limit(Incident.MOST)
                .toList();
        return new Incident(alarms, alarms.isEmpty() ? List.of() : deeds(handle, alarms, since.get()));
    }

    /** Level by level: what the root suppressed, what those suppressed before it was known, and so on. */
    private static Map<Long, String> members(Handle handle, long root, Instant since) {
        Map<Long, String> found = new LinkedHashMap<>();
        Set<String> keys = new HashSet<>(handle.createQuery("SELECT rule, device FROM alarm WHERE id = :alarm")
                .bind("alarm", root)
                .map((row, context) -> row.getString("rule") + "@" + row.getString("device"))
                .list());
        for (int depth = 0; depth < DEEPEST && !keys.isEmpty(); depth++) {
            Map<Long, String> next = new LinkedHashMap<>();
            handle.createQuery("SELECT DISTINCT j.alarm_id, a.rule, a.device FROM alarm_journal j JOIN alarm a"
                            + " ON a.id = j.alarm_id WHERE j.happened_at >= :since AND j.kind = 'suppressed'"
                            + " AND j.note IN (<keys>) ORDER BY j.alarm_id")
                    .bindList("keys", List.copyOf(keys))
                    .bind("since", AlarmHistory.utc(since))
                    .map((row, context) ->
                            Map.entry(row.getLong("alarm_id"), row.getString("rule") + "@" + row.getString("device")))
                    .forEach(it -> next.put(it.getKey(), it.getValue()));
            next.keySet().removeAll(found.keySet());
            next.remove(root);
            found.putAll(next);
            keys = new HashSet<>(next.values());
        }
        return found;
    }

    private static List<Incident.Deed> deeds(Handle handle, List<Alarm> members, Instant since) {
        return handle.createQuery("SELECT * FROM alarm_journal WHERE alarm_id IN (<alarms>) AND happened_at >= :since"
                        + " AND who <> 'system' ORDER BY id")
                .bindList("alarms", members.stream().map(Alarm::id).toList())
                .bind("since", AlarmHistory.utc(since))
                .map((row, context) -> new Incident.Deed(row.getLong("alarm_id"), JournalColumns.read(row)))
                .list();
    }
}
