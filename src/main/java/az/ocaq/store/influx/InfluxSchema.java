package az.ocaq.store.influx;

/** What Ocaq sets up on an InfluxDB 1 server. Repeating the statements changes nothing. */
final class InfluxSchema {
    /** Where readings are written by default. */
    static final String RAW = "ocaq_raw";

    /** Where their rollups are written, for ever, and which are still to be made. */
    static final String ROLLUPS = "ocaq_rollups";

    private InfluxSchema() {}

    static String database(InfluxSettings settings) {
        return "CREATE DATABASE " + InfluxQuery.name(settings.database());
    }

    /** How long readings are kept; to be altered where it is there already. */
    static String raw(String verb, InfluxSettings settings) {
        boolean forever = settings.rawRetention().isZero();
        return verb + " RETENTION POLICY " + InfluxQuery.name(RAW) + " ON " + InfluxQuery.name(settings.database())
                + " DURATION " + (forever ? "INF" : settings.rawRetention().toSeconds() + "s")
                + " REPLICATION 1 SHARD DURATION " + (forever ? "7d" : "1d") + " DEFAULT";
    }

    static String rollups(InfluxSettings settings) {
        return "CREATE RETENTION POLICY " + InfluxQuery.name(ROLLUPS) + " ON " + InfluxQuery.name(settings.database())
                + " DURATION INF REPLICATION 1 SHARD DURATION 12w";
    }
}
