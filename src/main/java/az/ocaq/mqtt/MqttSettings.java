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
 * @param subscribers connections that share the subscriptions, 1 to {@value #MOST_SUBSCRIBERS}: each message comes over one
 *     of them (MQTT 5.0 section 4.8.2, shared subscriptions)
 * @param receiveMaximum messages held without acknowledgement per connection, 1 to 65535
 * @param tls for {@code ssl://}
 */
public record MqttSettings(
        String url,
        String clientId,
        String user,
        String password,
        List<String> topics,
        int subscribers,
        int receiveMaximum,
        MqttTls tls) {
    /** More than this would not be faster on any machine, and each is looked for at a start. */
    public static final int MOST_SUBSCRIBERS = 16;

    public MqttSettings {
        topics = List.copyOf(topics);
        if (subscribers < 1 || subscribers > MOST_SUBSCRIBERS) {
            throw new IllegalArgumentException(subscribers + " subscribers: use 1 to " + MOST_SUBSCRIBERS);
        }
    }

    /** One subscriber, with the system's authorities when the address asks for TLS. */
    public MqttSettings(
            String url, String clientId, String user, String password, List<String> topics, int receiveMaximum) {
        this(url, clientId, user, password, topics, 1, receiveMaximum, MqttTls.SYSTEM);
    }

    /** Client identifier of one of the subscribers, which are numbered from 1. */
    String clientId(int number) {
        return number == 1 ? clientId : clientId + '-' + number;
    }

    /**
     * The filters under which subscribers share what comes. Their group is no client's identifier, as Artemis keeps what waits
     * for either under the same name.
     */
    List<String> sharedTopics() {
        return topics.stream().map(it -> "$share/" + clientId + "-shared/" + it).toList();
    }

    @Override
    public String toString() {
        return clientId + " at " + url;
    }
}
