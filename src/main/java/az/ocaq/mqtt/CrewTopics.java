package az.ocaq.mqtt;

import java.util.List;
import java.util.Optional;

/**
 * The topics by which a crew acknowledges without a page: it publishes under {@code crew/<account>/ack} and is told on {@code
 * crew/<account>/answer} what became of it. Who may do so acts in the account's name, so that no wildcard of a device's reaches
 * these topics.
 */
public final class CrewTopics {
    private static final String ROOT = "crew/";
    private static final String ACK = "/ack";
    private static final String ANSWER = "/answer";

    private CrewTopics() {}

    /** Where a crew acknowledges; also the one topic of its credential. */
    public static String ack(String account) {
        return ROOT + account + ACK;
    }

    /** Where it is answered. */
    public static String answer(String account) {
        return ROOT + account + ANSWER;
    }

    /** The name of a crew's credential. */
    public static String credential(String account) {
        return ROOT + account;
    }

    /** Whether a topic name is one of these. */
    public static boolean isOne(String topic) {
        return topic.startsWith(ROOT);
    }

    /** Whose acknowledgements come under a topic name; empty when it is for something else. */
    public static Optional<String> account(String topic) {
        return between(topic, ACK);
    }

    /** Under which topic acknowledges who is answered here; empty when nobody is, or more than one would be. */
    public static Optional<String> ackOf(String answer) {
        return between(answer, ANSWER)
                .filter(it -> !it.equals("+") && !it.equals("#"))
                .map(CrewTopics::ack);
    }

    /** Whether one of these topics can match a filter. */
    public static boolean reaches(String filter) {
        return filter.equals("#") || filter.startsWith("+/") || filter.startsWith(ROOT);
    }

    /** Whether who subscribes to these filters hears every crew. */
    public static boolean heardBy(List<String> filters) {
        return filters.stream().anyMatch(it -> TopicFilters.matches(it, ack("+")));
    }

    private static Optional<String> between(String topic, String end) {
        int last = topic.length() - end.length();
        return topic.startsWith(ROOT)
                        && topic.endsWith(end)
                        && last > ROOT.length()
                        && topic.lastIndexOf('/', last - 1) == ROOT.length() - 1
                ? Optional.of(topic.substring(ROOT.length(), last))
                : Optional.empty();
    }
}
