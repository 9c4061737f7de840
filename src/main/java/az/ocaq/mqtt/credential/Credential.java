package az.ocaq.mqtt.credential;

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

    /** Whether a topic name matches one of its filters. */
    boolean mayPublish(String topic) {
        return topics.stream().anyMatch(filter -> matches(filter, topic));
    }

    private static boolean matches(String filter, String topic) {
        String[] wanted = filter.split("/", -1);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }
}
