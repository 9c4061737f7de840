package az.ocaq.mqtt;

/** Topic filters as MQTT has them (MQTT 5.0, section 4.7). */
public final class TopicFilters {
    private TopicFilters() {}

    /** Whether a topic name matches a filter; a {@code +} in the name is a level like others. */
    public static boolean matches(String filter, String topic) {
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
