package az.ocaq.store.influx;

import az.ocaq.store.StoreException;
import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.domain.InfluxQLQuery;
import com.influxdb.client.domain.InfluxQLQuery.InfluxQLPrecision;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import com.influxdb.exceptions.NotFoundException;
import com.influxdb.query.InfluxQLQueryResult.Series;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client of one server, made at the first use that reaches it, so that a server that is down at the start is an outage
 * like any other. Blocks. Thread-safe.
 */
final class InfluxConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InfluxConnection.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MOST_LINES = 5_000;

    private final InfluxSettings settings;
    private Optional<InfluxDBClient> client = Optional.empty();
    private volatile boolean versionOne;

    InfluxConnection(InfluxSettings settings) {
        this.settings = settings;
    }

    /** Asks; the series of the answer. Fails with a {@link StoreException}. */
    List<Series> query(String statement) {
        return query(connected(), statement);
    }

    /** Writes lines with times in milliseconds. Fails with an {@link InfluxException} that tells the server's answer. */
    void write(List<String> lines) {
        write(settings.database(), lines);
    }

    /** Writes lines of rollups and marks. Fails with a {@link StoreException}. */
    void writeRollups(List<String> lines) {
        for (int start = 0; start < lines.size(); start += MOST_LINES) {
            try {
                write(
                        settings.database() + '/' + InfluxSchema.ROLLUPS,
                        lines.subList(start, Math.min(start + MOST_LINES, lines.size())));
            } catch (InfluxException e) {
                throw outage(e);
            }
        }
    }

    /** Whether the server, of version 1, has a retention policy for rollups: buckets of version 2 are made by others. */
    boolean keepsRollups() {
        var unused = connected();
        return versionOne;
    }

    private void write(String bucket, List<String> lines) {
        try {
            connected()
                    .getWriteApiBlocking()
                    .writeRecord(bucket, organization(), WritePrecision.MS, String.join("\n", lines));
        } catch (NotFoundException e) {
            // A server that was set up anew has no database: the next use connects again, which makes it.
            close();
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        client.ifPresent(InfluxDBClient::close);
        client = Optional.empty();
    }

    /** What a failure means for whoever runs Ocaq. */
    StoreException outage(Throwable failure) {
        return new StoreException(
                "InfluxDB at " + settings.url() + " fails (" + failure.getMessage()
                        + "): see that it runs and that store.influx is right",
                failure);
    }

    /** The client insists on one, versions 1 and 3 do not know any. */
    private String organization() {
        return settings.organization().isEmpty() ? "-" : settings.organization();
    }

    private synchronized InfluxDBClient connected() {
        if (client.isEmpty()) {
            client = Optional.of(connect());
        }
        return client.orElseThrow();
    }

    private InfluxDBClient connect() {
        String version = version();
        versionOne = version.startsWith("1.");
        OkHttpClient.Builder http = new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(TIMEOUT)
                .writeTimeout(TIMEOUT)
                .addInterceptor(new AnswerInterceptor());
        if (versionOne) {
            http.addInterceptor(new LegacyInterceptor(settings));
        }
        InfluxDBClientOptions.Builder options = InfluxDBClientOptions.builder()
                .url(settings.url())
                .org(organization())
                .bucket(settings.database())
                .okHttpClient(http);
        if (!settings.token().isEmpty()) {
            options.authenticateToken(settings.token().toCharArray());
        }
        InfluxDBClient connected = InfluxDBClientFactory.create(options.build());
        try {
            if (versionOne) {
                prepare(connected);
            }
        } catch (StoreException e) {
            connected.close();
            throw e;
        }
        LOG.info("connected influxdb={} version={}", settings, version);
        return connected;
    }

    /** The server's version from its answer to a ping, for example {@code 1.6.7} or {@code 2.7.1}. */
    private String version() {
        OkHttpClient http = new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(CONNECT_TIMEOUT)
                .build();
        Request ping = new Request.Builder().url(settings.url() + "/ping").build();
        try (Response response = http.newCall(ping).execute()) {
            String version =
                    Optional.ofNullable(response.header("X-Influxdb-Version")).orElse("unknown");
            return version.startsWith("v") ? version.substring(1) : version;
        } catch (IOException e) {
            throw outage(e);
        } finally {
            http.connectionPool().evictAll();
            http.dispatcher().executorService().shutdown();
        }
    }

    private void prepare(InfluxDBClient connected) {
        List<Series> unusedDatabase = query(connected, InfluxSchema.database(settings));
        try {
            List<Series> unusedPolicy = query(connected, InfluxSchema.raw("CREATE", settings));
        } catch (StoreException e) {
            // one of another duration is there: the only answer in which the server says so
            if (!String.valueOf(e.getMessage()).contains("already exists")) {
                throw e;
            }
        }
        List<Series> unusedPolicy = query(connected, InfluxSchema.raw("ALTER", settings));
        List<Series> unusedRollups = query(connected, InfluxSchema.rollups(settings));
    }

    private List<Series> query(InfluxDBClient connected, String statement) {
        try {
            InfluxQLQuery query = new InfluxQLQuery(statement, settings.database())
                    .setPrecision(InfluxQLPrecision.MILLISECONDS)
                    .setAcceptHeader(InfluxQLQuery.AcceptHeader.JSON);
            return connected.getInfluxQLQueryApi().queryJSON(query).getResults().stream()
                    .flatMap(result -> result.getSeries().stream())
                    .toList();
        } catch (InfluxException e) {
            throw outage(e);
        }
    }
}
