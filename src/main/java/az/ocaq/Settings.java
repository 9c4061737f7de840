package az.ocaq;

import az.ocaq.access.OidcSettings;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import az.ocaq.mqtt.MqttSettings;
import az.ocaq.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The server's settings: {@code config/ocaq.yaml}, where every key is explained. Texts that are not set are empty.
 *
 * @param dataDir where all data is kept
 * @param dataReserve bytes on the disk of {@code dataDir} that are left free
 * @param publicUrl address that people open; empty when it follows from {@code http}
 */
public record Settings(
        Path dataDir,
        long dataReserve,
        String publicUrl,
        Http http,
        Optional<OidcSettings> oidc,
        Mqtt mqtt,
        Ingest ingest,
        Store store,
        DatabaseAccess database,
        Mail mail,
        Optional<Watcher> watcher,
        Sources sources) {
    /** Where pages and the API are served; a redirect port of 0 means none. */
    public record Http(String host, int port, Optional<TlsFiles> tls, int redirectPort) {}

    /** The embedded broker's encrypted listener. */
    public record Listener(String host, int port, TlsFiles tls) {}

    /** The broker; embedded unless {@code url} is given. */
    public record Mqtt(
            String url,
            Credentials credentials,
            Optional<Path> tlsAuthority,
            Optional<TlsFiles> tls,
            String clientId,
            List<String> topics,
            int subscribers,
            String host,
            int port,
            Optional<Listener> secure,
            boolean anonymous,
            int maxMessage,
            int receiveMaximum,
            Requests requests) {}

    /** What Ocaq may ask of devices; nothing unless it is said. */
    public record Requests(boolean sparkplugRebirth, boolean victronKeepalive) {
        /** Whether anything may be asked. */
        public boolean any() {
            return sparkplugRebirth || victronKeepalive;
        }
    }

    /** A name and its password; both empty for none. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /**
     * How messages are gathered, from when on times are believed, and how much one device may have stored.
     *
     * @param deviceRate values per second
     * @param deviceBurst values at once
     */
    public record Ingest(int batchMessages, Duration linger, Instant earliestTime, int deviceRate, int deviceBurst) {}

    /** The time-series store; embedded unless {@code influx} has a URL. A retention of zero keeps everything. */
    public record Store(Duration rawRetention, boolean sync, Influx influx) {}

    /** An InfluxDB server; not used when {@code url} is empty. */
    public record Influx(String url, String organization, String database, String token) {
        /** Without the token. */
        @Override
        public String toString() {
            return url + '/' + database;
        }
    }

    /**
     * The operational database; embedded H2 unless {@code url} is given.
     *
     * @param standby whether a server waits while another uses the database, and takes over when that one is gone
     * @param messagesKept how long messages to people stay, with what became of them; zero for ever
     */
    public record DatabaseAccess(String url, Credentials credentials, boolean standby, Duration messagesKept) {}

    /** The SMTP server; none when {@code host} is empty. */
    public record Mail(String host, int port, Credentials credentials, StartTls startTls, String from) {}

    /** Who is told that the server is well: the address that is asked, and how often. */
    public record Watcher(URI address, Duration every) {
        /** Without the path, which is a secret of the watcher's. */
        @Override
        public String toString() {
            return address.getHost() + " every " + every;
        }
    }

    /** Whether mail goes over an encrypted connection. */
    public enum StartTls {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** The files and folders that describe what is monitored and how; {@code settings} is the file of these settings. */
    public record Sources(
            Path settings,
            Path devices,
            Path dashboards,
            Path alarms,
            Path crews,
            Path contacts,
            Path tariffs,
            Path causes) {}

    /** The certificates that this server proves itself with. */
    public List<TlsFiles> certificates() {
        Optional<TlsFiles> broker = mqtt.url().isEmpty() ? mqtt.secure().map(Listener::tls) : mqtt.tls();
        return Stream.of(http.tls(), broker).flatMap(Optional::stream).toList();
    }

    /** Reads a settings file, over which the environment wins; what is wrong is noted as problems. */
    static Settings read(Path file, Map<String, String> environment, Problems problems) {
        return read(YamlFile.read(file, problems).overriddenBy(environment), file);
    }

    /** Reads the settings; what is wrong is noted as problems of the map. Relative paths start from the file's folder. */
    static Settings read(YamlMap map, Path file) {
        Reader reader = new Reader(file.toAbsolutePath().normalize());
        Settings settings = new Settings(
                reader.path(map, "data_dir", "../data"),
                reader.bytes(map, "data_reserve", "1GB"),
                map.string("public_url", ""),
                reader.http(map.mapOrEmpty("http")),
                reader.oidc(map.mapOrEmpty("oidc"), map.string("public_url", "")),
                reader.mqtt(map.mapOrEmpty("mqtt")),
                reader.ingest(map.mapOrEmpty("ingest")),
                reader.store(map.mapOrEmpty("store")),
                reader.database(map.mapOrEmpty("database")),
                reader.mail(map.mapOrEmpty("mail")),
                reader.watcher(map.mapOrEmpty("heartbeat")),
                reader.sources(map));
        map.finish();
        return settings;
    }

    /** Reads each part and ends it, so that keys nobody knows are found. */
    private record Reader(Path file) {
        private static final int HIGHEST_PORT = 65_535;

        Path path(YamlMap map, String key, String otherwise) {
            return file.resolveSibling(map.string(key, otherwise)).normalize();
        }

        /** A number of megabytes or gigabytes, of 1024 each. */
        long bytes(YamlMap map, String key, String otherwise) {
            String text = map.string(key, otherwise);
            if (!text.matches("\\d{1,6}(MB|GB)")) {
                map.problem(key, "'" + text + "' is not a size such as 512MB or 2GB");
                return 0;
            }
            long number = Long.parseLong(text.substring(0, text.length() - 2));
            return number << (text.endsWith("GB") ? 30 : 20);
        }

        Http http(YamlMap map) {
            Http http = new Http(
                    map.string("host", "127.0.0.1"),
                    port(map, 8080),
                    tls(map, "http"),
                    map.integer("redirect_port", 0, HIGHEST_PORT, 0));
            if (http.redirectPort() != 0 && http.tls().isEmpty()) {
                map.problem("redirect_port", "leads to HTTPS, which needs tls_certificate and tls_key");
            }
            map.finish();
            return http;
        }

        Optional<OidcSettings> oidc(YamlMap map, String publicUrl) {
            return OidcSettings.read(map, secret(map, "client_secret_file"), publicUrl);
        }

        Mqtt mqtt(YamlMap map) {
            List<String> topics = map.has("topics") ? map.strings("topics") : List.of("#");
            Mqtt mqtt = new Mqtt(
                    map.string("url", ""),
                    credentials(map, ""),
                    optionalPath(map, "tls_authority"),
                    tls(map, "mqtt"),
                    map.string("client_id", "ocaq"),
                    topics,
                    subscribers(map),
                    plainHost(map),
                    port(map, 1883),
                    listener(map.mapOrEmpty("secure")),
                    map.flag("anonymous", false),
                    map.integer("max_message", 1_024, 256 << 20, 1 << 20),
                    map.integer("receive_maximum", 1, 65_535, 4_000),
                    requests(map.mapOrEmpty("requests")));
            map.finish();
            return mqtt;
        }

        /** What waits for those that share is kept in one place by Artemis, and gone with the last of them. */
        private static int subscribers(YamlMap map) {
            int subscribers = map.integer("subscribers", 1, MqttSettings.MOST_SUBSCRIBERS, 1);
            if (subscribers > 1 && map.string("url", "").isEmpty()) {
                map.problem("subscribers", "is for an external broker (mqtt.url): the embedded one has one subscriber");
            }
            return subscribers;
        }

        private static Requests requests(YamlMap map) {
            Requests requests =
                    new Requests(map.flag("sparkplug_rebirth", false), map.flag("victron_keepalive", false));
            map.finish();
            return requests;
        }

        /** Passwords go unencrypted through a plain listener, so that one that the network reaches must be asked for. */
        private static String plainHost(YamlMap map) {
            String host = map.string("host", "127.0.0.1");
            boolean loopback = host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
            if (!map.flag("plain_network", false) && !loopback) {
                map.problem(
                        "host",
                        "'" + host + "' would let devices send their passwords unencrypted through the network: use"
                                + " mqtt.secure for the network, or say plain_network: true");
            }
            return host;
        }

        private Optional<Listener> listener(YamlMap map) {
            String host = map.string("host", "0.0.0.0");
            int port = port(map, 8883);
            Optional<Path> authority = optionalPath(map, "tls_client_authority");
            Optional<Listener> listener = tls(map, "mqtt.secure")
                    .map(it -> new Listener(
                            host, port, new TlsFiles(it.section(), it.certificate(), it.key(), authority)));
            if (authority.isPresent() && listener.isEmpty()) {
                map.problem("tls_client_authority", "needs tls_certificate and tls_key of the listener");
            }
            map.finish();
            return listener;
        }

        Ingest ingest(YamlMap map) {
            Ingest ingest = new Ingest(
                    map.integer("batch_messages", 1, 100_000, 2_000),
                    map.duration("linger", Duration.ofMillis(40)),
                    instant(map, "earliest_time", "2020-01-01T00:00:00Z"),
                    map.integer("device_rate", 1, 1_000_000, 1_000),
                    map.integer("device_burst", 1, 1_000_000_000, 1_000_000));
            map.finish();
            return ingest;
        }

        Store store(YamlMap map) {
            Store store = new Store(
                    map.duration("raw_retention", Duration.ZERO),
                    map.flag("sync", true),
                    influx(map.mapOrEmpty("influx")));
            map.finish();
            return store;
        }

        Influx influx(YamlMap map) {
            String url = map.string("url", "");
            if (!url.isEmpty() && !url.matches("https?://[^\\s/]+/?")) {
                map.problem("url", "'" + url + "' is not an address such as http://host:8086");
            }
            Influx influx = new Influx(
                    url.endsWith("/") ? url.substring(0, url.length() - 1) : url,
                    map.string("organization", ""),
                    map.string("database", "ocaq"),
                    secret(map, "token_file"));
            map.finish();
            return influx;
        }

        DatabaseAccess database(YamlMap map) {
            DatabaseAccess access = new DatabaseAccess(
                    map.string("url", ""),
                    credentials(map, "ocaq"),
                    map.flag("standby", false),
                    map.duration("messages_kept", Duration.ofDays(400)));
            map.finish();
            return access;
        }

        Mail mail(YamlMap map) {
            Mail mail = new Mail(
                    map.string("host", ""),
                    map.integer("port", 1, HIGHEST_PORT, 587),
                    credentials(map, ""),
                    map.word("start_tls", StartTls.class, StartTls.REQUIRED),
                    map.string("from", "ocaq@localhost"));
            map.finish();
            return mail;
        }

        Optional<Watcher> watcher(YamlMap map) {
            String url = map.string("url", "");
            Duration every = map.duration("every", Duration.ofMinutes(1));
            if (every.compareTo(Duration.ofSeconds(1)) < 0) {
                map.problem("every", "must be at least 1s");
            }
            if (!url.isEmpty() && !url.matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[\\x21-\\x7e]*)?")) {
                map.problem("url", "'" + url + "' is not an address such as https://hc-ping.com/…");
                url = "";
            }
            map.finish();
            return url.isEmpty() ? Optional.empty() : Optional.of(new Watcher(URI.create(url), every));
        }

        Sources sources(YamlMap map) {
            return new Sources(
                    file,
                    path(map, "devices_dir", "../devices"),
                    path(map, "dashboards_dir", "../dashboards"),
                    path(map, "alarms_dir", "alarms"),
                    path(map, "crews", "crews.yaml"),
                    path(map, "contacts", "contacts.yaml"),
                    path(map, "tariffs", "tariffs.yaml"),
                    path(map, "causes", "causes.yaml"));
        }

        private int port(YamlMap map, int otherwise) {
            return map.integer("port", 0, HIGHEST_PORT, otherwise);
        }

        private Optional<Path> optionalPath(YamlMap map, String key) {
            String text = map.string(key, "");
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(file.resolveSibling(text).normalize());
        }

        private Optional<TlsFiles> tls(YamlMap map, String section) {
            Optional<Path> certificate = optionalPath(map, "tls_certificate");
            Optional<Path> key = optionalPath(map, "tls_key");
            if (certificate.isPresent() != key.isPresent()) {
                map.problem("tls_certificate", "tls_certificate and tls_key must both be given, or neither");
            }
            return certificate.isPresent() && key.isPresent()
                    ? Optional.of(new TlsFiles(section, certificate.get(), key.get(), Optional.empty()))
                    : Optional.empty();
        }

        private Credentials credentials(YamlMap map, String user) {
            return new Credentials(map.string("user", user), password(map));
        }

        private String password(YamlMap map) {
            return secret(map, "password_file");
        }

        /** What a file holds; empty when there is none. */
        private String secret(YamlMap map, String key) {
            Optional<Path> file = optionalPath(map, key);
            if (file.isEmpty()) {
                return "";
            }
            try {
                return Files.readString(file.get()).strip();
            } catch (IOException e) {
                map.problem(key, "'" + file.get() + "' cannot be read");
                return "";
            }
        }

        private static Instant instant(YamlMap map, String key, String otherwise) {
            String text = map.string(key, otherwise);
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                map.problem(key, "'" + text + "' is not a time such as " + otherwise);
                return Instant.parse(otherwise);
            }
        }
    }
}
