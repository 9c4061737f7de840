package az.ocaq;

import az.ocaq.database.Database;
import az.ocaq.decode.DecoderMemory;
import az.ocaq.decode.Decoders;
import io.vertx.core.Future;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Keeps what stateful decoders must know again after a restart in the operational database. */
final class DecoderMemories {
    private final Database database;

    DecoderMemories(Database database) {
        this.database = database;
    }

    /** Gives every decoder back what was kept; blocks. */
    void restore(Decoders decoders) {
        for (DecoderMemory memory : decoders.memories()) {
            memory.restore(entries(memory.name()));
        }
    }

    /** What is kept of a convention; blocks. */
    Map<String, byte[]> entries(String convention) {
        return database.transactBlocking(handle -> entries(handle, convention));
    }

    /** What changed since the last call, by convention; to be kept before the messages of its batch are acknowledged. */
    static Map<String, Map<String, byte[]>> changes(List<DecoderMemory> memories) {
        Map<String, Map<String, byte[]>> changes = new LinkedHashMap<>();
        for (DecoderMemory memory : memories) {
            Map<String, byte[]> changed = memory.takeChanges();
            if (!changed.isEmpty()) {
                changes.put(memory.name(), changed);
            }
        }
        return changes;
    }

    /** Keeps changes in one transaction; costs nothing when there are none. */
    Future<Void> keep(Map<String, Map<String, byte[]>> changes) {
        if (changes.isEmpty()) {
            return Future.succeededFuture();
        }
        return database.transact(handle -> {
            changes.forEach((convention, entries) -> write(handle, convention, entries));
            return null;
        });
    }

    private static void write(Handle handle, String convention, Map<String, byte[]> entries) {
        try (PreparedBatch delete =
                        handle.prepareBatch("DELETE FROM decoder_memory WHERE convention = ? AND entry = ?");
                PreparedBatch insert = handle.prepareBatch("INSERT INTO decoder_memory VALUES (?, ?, ?)")) {
            entries.forEach((entry, content) -> {
                var unused = delete.add(convention, entry);
                if (content.length > 0) {
                    var unusedToo =
                            insert.add(convention, entry, Base64.getEncoder().encodeToString(content));
                }
            });
            var unused = delete.execute();
            if (insert.size() > 0) {
                var unusedToo = insert.execute();
            }
        }
    }

    private static Map<String, byte[]> entries(Handle handle, String convention) {
        Map<String, byte[]> entries = new HashMap<>();
        handle.select("SELECT entry, content FROM decoder_memory WHERE convention = ?", convention)
                .map((row, context) ->
                        entries.put(row.getString("entry"), Base64.getDecoder().decode(row.getString("content"))))
                .list();
        return entries;
    }
}
