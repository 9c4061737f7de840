package az.ocaq.mqtt.credential;

import az.ocaq.mqtt.CrewTopics;
import az.ocaq.mqtt.TopicFilters;
import java.util.List;

/**
 * A device's or gateway's access to the broker.
 *
 * @param name user name, usually the device's id
 * @param hash of the password, in the form of a Mosquitto password file
 * @param topics filters of the topics it may publish under
 * @param revoked whether it is refused
 */
public record Credential(String name, String hash, List<String> topics, boolean revoked) {
    public Credential {
        topics = List.copyOf(topics);
    }

    /** Whether a topic name matches one of its filters; a crew's topic only the filter that is it. */
    boolean mayPublish(String topic) {
        return CrewTopics.isOne(topic)
                ? topics.contains(topic)
                : topics.stream().anyMatch(filter -> TopicFilters.matches(filter, topic));
    }
}
