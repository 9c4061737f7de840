package az.ocaq.store.influx;

import java.util.ArrayList;
import java.util.List;

/** What Ocaq sets up on an InfluxDB 1 server. Repeating the statements changes nothing. */
final class InfluxSchema {
    /** Where readings are written by default. */
    static final String RAW = "ocaq_raw";

    private InfluxSchema() {}

    /** The database and how long it keeps raw readings. */
    static List<String> statements(InfluxSettings settings) {
        String database = InfluxQuery.name(settings.database());
        String duration = settings.rawRetention().isZero()
                ? "INF"
                : settings.rawRetention().toSeconds() + "s";
        String shard = settings.rawRetention().isZero() ? "7d" : "1d";
        List<String> statements = new ArrayList<>();
        statements.add("CREATE DATABASE " + database);
        for (String verb : List.of("CREATE", "ALTER")) {
            String policy = verb + " RETENTION POLICY " + InfluxQuery.name(RAW) + " ON " + database + " DURATION "
                    + duration + " REPLICATION 1 SHARD DURATION " + shard + " DEFAULT";
            statements.add(policy);
        }
        return statements;
    }
}
