package az.ocaq.database;

import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Keys that the server makes for itself and must keep: made when first asked for. Runs in the caller's transaction. */
public final class ServerKeys {
    private ServerKeys() {}

    /**
     * The key of a name; {@code made} is kept and returned when there is none yet. All who ask for one at the same time
     * get the same.
     */
    public static String get(Handle handle, String name, Supplier<String> made) {
        return known(handle, name).orElseGet(() -> {
            String content = made.get();
            var unused = handle.createUpdate("INSERT INTO server_key (name, content) VALUES (:name, :content)")
                    .bind("name", name)
                    .bind("content", content)
                    .execute();
            return content;
        });
    }

    private static Optional<String> known(Handle handle, String name) {
        return handle.createQuery("SELECT content FROM server_key WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findFirst();
    }
}
