package az.ocaq.store.influx;

import java.time.Duration;

/**
 * Where the InfluxDB server is and what Ocaq may do there.
 *
 * @param url {@code http://host:8086}
 * @param organization of InfluxDB 2; empty for others
 * @param database the database of InfluxDB 1 and 3, made when it is missing; the bucket of InfluxDB 2, which must be there
 * @param token API token of InfluxDB 2 and 3, {@code user:password} of InfluxDB 1; empty for none
 * @param rawRetention how long raw readings are kept; zero for ever
 */
public record InfluxSettings(String url, String organization, String database, String token, Duration rawRetention) {
    /** Without the token. */
    @Override
    public String toString() {
        return url + '/' + database;
    }
}
