package az.ocaq.database;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The schema's versions. */
final class Migrations {
    private Migrations() {}

    /** Brings a database forward to the newest version; refuses one that a newer program has brought further. */
    static void toNewest(DataSource dataSource) {
        Flyway flyway = all(dataSource).load();
        Optional<MigrationVersion> known = newestKnown(flyway);
        MigrationInfo current = flyway.info().current();
        if (current != null && known.isPresent() && current.getVersion().compareTo(known.get()) > 0) {
            throw new DatabaseException(
                    "the database is of a newer Ocaq (version " + current.getVersion() + ", this one knows up to "
                            + known.get() + "): start that one, or restore a backup made before it");
        }
        var unused = flyway.migrate();
    }

    /** Whether a version is newer than this program knows. */
    static boolean isNewer(DataSource dataSource, String version) {
        return newestKnown(all(dataSource).load())
                .map(it -> MigrationVersion.fromVersion(version).compareTo(it) > 0)
                .orElse(true);
    }

    private static Optional<MigrationVersion> newestKnown(Flyway flyway) {
        return Arrays.stream(flyway.info().all())
                .filter(it -> it.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder());
    }

    /** For tests and for backups of earlier versions: stops at a version. */
    static Flyway upTo(DataSource dataSource, String version) {
        return all(dataSource).target(version).load();
    }

    /** The version that a database has. */
    static String version(DataSource dataSource) {
        MigrationInfo current = all(dataSource).load().info().current();
        return current == null ? "0" : current.getVersion().toString();
    }

    private static FluentConfiguration all(DataSource dataSource) {
        // Numbers are given out in ranges; a lower one may come later.
        return Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:az/ocaq/database/migration")
                .outOfOrder(true);
    }
}
