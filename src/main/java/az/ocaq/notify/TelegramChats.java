package az.ocaq.notify;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where chats of Telegram are now: a group that becomes a supergroup gets another number. Thread-safe. */
public final class TelegramChats {
    private final Database database;
    private final Map<String, String> moves = new ConcurrentHashMap<>();

    private TelegramChats(Database database) {
        this.database = database;
    }

    /** With the moves that are known from before. */
    public static Future<TelegramChats> open(Database database) {
        TelegramChats chats = new TelegramChats(database);
        return database.transact(handle -> {
            handle.createQuery("SELECT chat, moved_to FROM telegram_move")
                    .map((row, context) -> Map.entry(row.getString("chat"), row.getString("moved_to")))
                    .forEach(it -> chats.moves.put(it.getKey(), it.getValue()));
            return chats;
        });
    }

    /** The number of a chat now. */
    String now(String chat) {
        return moves.getOrDefault(chat, chat);
    }

    /** Takes note of a move; what cannot be kept now is asked of Telegram again after a restart. */
    void moved(String chat, String to) {
        moves.put(chat, to);
        var unused = database.transact(handle -> {
            int unusedRows = handle.createUpdate("DELETE FROM telegram_move WHERE chat = :chat")
                    .bind("chat", chat)
                    .execute();
            return handle.createUpdate("INSERT INTO telegram_move (chat, moved_to) VALUES (:chat, :to)")
                    .bind("chat", chat)
                    .bind("to", to)
                    .execute();
        });
    }
}
