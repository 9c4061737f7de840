package az.ocaq.onboarding;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The SQL of the inbox. */
final class InboxTable {
    private InboxTable() {}

    /** All that is kept, the device that was heard longest ago first. */
    static Map<DeviceId, List<Message>> all(Handle handle) {
        Map<DeviceId, List<Message>> all = new LinkedHashMap<>();
        handle.createQuery("SELECT m.* FROM inbox_messages m JOIN"
                        + " (SELECT device, max(received_at) AS heard FROM inbox_messages GROUP BY device) h"
                        + " ON m.device = h.device ORDER BY h.heard, m.device, m.place")
                .map((row, ctx) -> all.computeIfAbsent(
                                DeviceId.parse(row.getString("device")).orElseThrow(), it -> new ArrayList<>())
                        .add(new Message(
                                row.getString("topic"),
                                Base64.getDecoder().decode(row.getString("payload")),
                                row.getTimestamp("received_at").toInstant(),
                                row.getBoolean("retained"))))
                .list();
        return all;
    }

    /** Keeps the messages of devices instead of those that are there; of a device without any, nothing is left. */
    static void write(Handle handle, Map<DeviceId, ? extends Collection<Message>> messages) {
        try (PreparedBatch delete = handle.prepareBatch("DELETE FROM inbox_messages WHERE device = ?");
                PreparedBatch insert = handle.prepareBatch("INSERT INTO inbox_messages VALUES (?, ?, ?, ?, ?, ?)")) {
            messages.forEach((device, kept) -> {
                var unused = delete.add(device.toString());
                int place = 0;
                for (Message message : kept) {
                    var unusedToo = insert.add(
                            device.toString(),
                            place++,
                            message.topic(),
                            Base64.getEncoder().encodeToString(message.payload()),
                            message.receivedAt(),
                            message.retained());
                }
            });
            var unused = delete.execute();
            if (insert.size() > 0) {
                var unusedToo = insert.execute();
            }
        }
    }
}
