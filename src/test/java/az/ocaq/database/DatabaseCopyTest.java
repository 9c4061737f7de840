package az.ocaq.database;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.internal.jdbc.DriverDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows over the years: brought forward to the newest schema, and copied from either database to either. */
@Timeout(120)
final class DatabaseCopyTest {
    /** One row in every table of version 10, all kinds of values among them. */
    private static final List<String> FIRST_ROWS = List.of(
            "INSERT INTO alarm VALUES (7, 'grid_outage', 'aghali/home-001/meter', 'UNACK', 'high', 3,"
                    + " TIMESTAMP WITH TIME ZONE '2026-01-01 10:00:00.123+04', TIMESTAMP WITH TIME ZONE"
                    + " '2026-01-01 06:00:01+00', '{\"a\":\"b\\n\"}')",
            "INSERT INTO alarm_journal (alarm_id, happened_at, occurrence, kind, from_state, to_state, who, note, reading,"
                    + " rule_version) VALUES (7, TIMESTAMP WITH TIME ZONE '2026-01-01 06:00:01+00', 3, 'raised', 'NORM',"
                    + " 'UNACK', 'ocaq', 'işıq yoxdur, \"sönüb\"', 0.1, 1)",
            "INSERT INTO outbox (message_key, about, subject, alarm_id, occurrence, kind, step, receiver, channel, members,"
                    + " created_at, state, attempts, next_attempt_at) VALUES ('k1', 'a', 'alarm', 7, 3, 'raised', 0,"
                    + " 'operators', 'mail', 1, TIMESTAMP WITH TIME ZONE '2026-01-01 06:00:01+00', 'pending', 0,"
                    + " TIMESTAMP WITH TIME ZONE '2026-01-01 06:00:01+00')",
            "INSERT INTO alarm_engine (id, alive_at, memory) VALUES (1, TIMESTAMP WITH TIME ZONE '2026-01-01 06:00:01+00', '{}')");

    private static final List<String> LATER_ROWS = List.of(
            "INSERT INTO account VALUES ('operator', 'operator', '', '', NULL, 'hash', TIMESTAMP WITH TIME ZONE"
                    + " '2026-01-01 06:00:01+00', TIMESTAMP WITH TIME ZONE '2026-01-01 06:00:01+00')",
            "INSERT INTO api_token VALUES ('t', 'operator', 'script', 'h', TRUE, '', TIMESTAMP WITH TIME ZONE"
                    + " '2026-01-01 06:00:01+00', TIMESTAMP WITH TIME ZONE '2026-01-01 06:00:01+00')");

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    @AfterEach
    void stop() throws Exception {
        done(vertx.close());
    }

    @Test
    void h2_ofEarlierVersions_isBroughtForwardWithItsRows() throws Exception {
        var unusedOld = assertBroughtForward(file("old"), "sa");
    }

    @Test
    void postgres_ofEarlierVersions_isBroughtForward_andCopiesGoBothWays() throws Exception {
        assumeTrue(PostgresServer.isThere(), "PostgreSQL is not installed");
        PostgresServer server = PostgresServer.start();
        try {
            String written = assertBroughtForward(server.jdbcUrl(), "ocaq");

            assertThat(restoredInto(file("copy"), "sa", written)).isEqualTo(written);
            assertThatThrownBy(() -> restoredInto(server.jdbcUrl(), "ocaq", written))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("is not empty");
            Jdbi.create(server.jdbcUrl(), "ocaq", "").useHandle(handle -> handle.execute("DROP SCHEMA public CASCADE"));
            Jdbi.create(server.jdbcUrl(), "ocaq", "").useHandle(handle -> handle.execute("CREATE SCHEMA public"));
            assertThat(restoredInto(server.jdbcUrl(), "ocaq", written)).isEqualTo(written);
        } finally {
            server.stop();
        }
    }

    @Test
    void copy_rowsAddedAfterItsMoment_areNotInIt_andNumbersGoOn() throws Exception {
        try (Database database = Database.open(vertx, file("live"), "sa", "")) {
            FIRST_ROWS.forEach(row -> {
                var unused = database.transactBlocking(handle -> handle.execute(row));
            });
            String written;
            try (DatabaseSnapshot snapshot = done(database.snapshot())) {
                LATER_ROWS.forEach(row -> {
                    var unused = database.transactBlocking(handle -> handle.execute(row));
                });
                written = text(snapshot);
            }

            assertThat(written).contains("işıq yoxdur").doesNotContain("\"operator\"");
            Database.restore(file("restored"), "sa", "", stream(written));
            try (Database restored = Database.open(vertx, file("restored"), "sa", "")) {
                var unusedRow = restored.transactBlocking(handle -> handle.execute(FIRST_ROWS.get(1)));
                List<Long> ids = restored.transactBlocking(
                        handle -> handle.createQuery("SELECT id FROM alarm_journal ORDER BY id")
                                .mapTo(Long.class)
                                .list());
                assertThat(ids).containsExactly(1L, 2L);
            }
        }
    }

    @Test
    void newerDatabase_isRefusedInOneSentence() {
        Database.open(vertx, file("newer"), "sa", "").close();
        Jdbi.create(file("newer"), "sa", "")
                .useHandle(
                        handle -> handle.execute("INSERT INTO \"flyway_schema_history\" SELECT 1000, '9999', 'later',"
                                + " \"type\", 'V9999__later.sql', 1, \"installed_by\", CURRENT_TIMESTAMP, 1, TRUE FROM"
                                + " \"flyway_schema_history\" WHERE \"installed_rank\" = 1"));

        assertThatThrownBy(() -> Database.open(vertx, file("newer"), "sa", ""))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("of a newer Ocaq (version 9999");
    }

    @Test
    void newerCopy_isRefusedInOneSentence() {
        assertThatThrownBy(() -> Database.restore(file("x"), "sa", "", stream("{\"schema\":\"9999\"}\n")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("of a newer Ocaq");
    }

    /** What is written of a database that lived through three versions. */
    private String assertBroughtForward(String url, String user) throws Exception {
        for (String version : List.of("10", "23")) {
            var unused = Migrations.upTo(source(url, user), version).migrate();
            List<String> rows = version.equals("10") ? FIRST_ROWS : LATER_ROWS;
            Jdbi.create(url, user, "").useHandle(handle -> rows.forEach(handle::execute));
        }
        try (Database database = Database.open(vertx, url, user, "");
                DatabaseSnapshot snapshot = done(database.snapshot())) {
            String written = text(snapshot);

            // one more than were written: a migration keeps which alarms a message is about
            assertThat(written.lines().filter(line -> line.startsWith("[")))
                    .hasSize(FIRST_ROWS.size() + LATER_ROWS.size() + 1);
            assertThat(written)
                    .contains("{\"table\":\"decoder_memory\"")
                    .contains("\"2026-01-01T06:00:00.123Z\"")
                    .contains("işıq yoxdur, \\\"sönüb\\\"");
            return written;
        }
    }

    private String restoredInto(String url, String user, String written) throws Exception {
        Database.restore(url, user, "", stream(written));
        try (Database database = Database.open(vertx, url, user, "");
                DatabaseSnapshot snapshot = done(database.snapshot())) {
            return text(snapshot);
        }
    }

    private String file(String name) {
        return "jdbc:h2:file:" + folder.resolve(name) + ";AUTO_SERVER=TRUE;MODE=STRICT";
    }

    private static DataSource source(String url, String user) {
        return new DriverDataSource(DatabaseCopyTest.class.getClassLoader(), null, url, user, "");
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(DatabaseSnapshot snapshot) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshot.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
