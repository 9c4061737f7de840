package az.ocaq.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts of strangers: what a statement binds is kept, whatever is in it, and is never read as SQL. */
final class TextsTest {
    @ParameterizedTest
    @EnumSource
    void text_ofAnyKind_isKeptAsItIs_butNulIsShown(OperationalDatabase kind) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Database database = kind.open(vertx)) {
            String text = "'; DROP TABLE server_key; -- \" \\ \n ? :name <list> ğ😀";
            var unused = database.transactBlocking(handle -> ServerKeys.get(handle, text, () -> text));
            var unusedToo = database.transactBlocking(handle -> ServerKeys.get(handle, "a\0b", () -> "c\0d"));

            String kept = database.transactBlocking(handle -> ServerKeys.get(handle, text, () -> "new"));
            String shown = database.transactBlocking(handle -> ServerKeys.get(handle, "a\0b", () -> "new"));

            assertThat(kept).isEqualTo(text);
            assertThat(shown).isEqualTo("c\uFFFDd");
        } finally {
            vertx.close().await();
        }
    }
}
