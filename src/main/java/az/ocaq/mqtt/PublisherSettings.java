package az.ocaq.mqtt;

import java.util.Optional;

/**
 * How a publisher reaches a broker.
 *
 * @param url {@code tcp://host:port} or {@code ssl://host:port}
 * @param clientId client identifier; no other client may use it
 * @param user account; empty for none
 * @param password of the account
 * @param tls for {@code ssl://}
 * @param mostInFlight messages sent and not acknowledged at a time, 1 to 65535
 * @param mostPending messages taken and not acknowledged, those on their way included
 * @param will what the broker publishes when this client is gone
 */
public record PublisherSettings(
        String url,
        String clientId,
        String user,
        String password,
        MqttTls tls,
        int mostInFlight,
        int mostPending,
        Optional<Will> will) {
    /** A publisher without account, TLS and will, with the usual bounds. */
    public static PublisherSettings of(String url, String clientId) {
        return new PublisherSettings(url, clientId, "", "", MqttTls.SYSTEM, 1_000, 20_000, Optional.empty());
    }

    @Override
    public String toString() {
        return clientId + " at " + url;
    }
}
