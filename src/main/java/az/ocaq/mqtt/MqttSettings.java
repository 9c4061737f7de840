package az.ocaq.mqtt;

import java.util.List;

/**
 * How a client reaches a broker.
 *
 * @param url {@code tcp://host:port} or {@code ssl://host:port}
 * @param clientId client identifier; the durable session hangs on it
 * @param user account; empty for none
 * @param password of the account
 * @param topics topic filters to subscribe
 * @param receiveMaximum messages held without acknowledgement, 1 to 65535
 * @param tls for {@code ssl://}
 */
public record MqttSettings(
        String url,
        String clientId,
        String user,
        String password,
        List<String> topics,
        int receiveMaximum,
        MqttTls tls) {
    public MqttSettings {
        topics = List.copyOf(topics);
    }

    /** With the system's authorities when the address asks for TLS. */
    public MqttSettings(
            String url, String clientId, String user, String password, List<String> topics, int receiveMaximum) {
        this(url, clientId, user, password, topics, receiveMaximum, MqttTls.SYSTEM);
    }

    @Override
    public String toString() {
        return clientId + " at " + url;
    }
}
