package az.ocaq.mqtt.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TopicFoldingTest {
    private static final List<String> LEVELS = List.of("a", "b", "c", "");

    private final TopicFolding folding = new TopicFolding();

    @Test
    void fold_noSubscription_onlyTheNumberOfLevelsIsLeft() {
        assertThat(folding.fold("village/aghali/home-001/meter/telemetry")).isEqualTo("~ocaq/~ocaq/~ocaq/~ocaq/~ocaq");
    }

    @Test
    void fold_literalLevelsOfMatchingFilters_stay() {
        folding.add("all", "#");
        folding.add("village", "village/#");
        folding.add("telemetry", "village/+/+/+/telemetry");
        folding.add("other", "village/zangilan/#");

        assertThat(folding.fold("village/aghali/home-001/meter/telemetry"))
                .isEqualTo("village/~ocaq/~ocaq/~ocaq/telemetry");
        assertThat(folding.fold("village/zangilan/home-001/meter/status"))
                .isEqualTo("village/zangilan/~ocaq/~ocaq/~ocaq");
        assertThat(folding.fold("tele/x")).isEqualTo("~ocaq/~ocaq");
    }

    @Test
    void fold_afterTheSubscriptionIsGone_levelsAreFoldedAgain() {
        folding.add("one", "village/aghali/#");
        folding.remove("one");

        assertThat(folding.fold("village/aghali")).isEqualTo("~ocaq/~ocaq");
    }

    @Test
    void fold_systemTopic_staysAsItIs() {
        assertThat(folding.fold("$SYS/uptime")).isEqualTo("$SYS/uptime");
    }

    @Test
    void marked_onlyWholeLevelsCount() {
        assertThat(TopicFolding.marked("a/~ocaq/b")).isTrue();
        assertThat(TopicFolding.marked("a/x~ocaq/b")).isFalse();
    }

    @Test
    void fold_randomTopicsAndFilters_matchesTheSameFilters() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            TopicFolding some = new TopicFolding();
            List<String> filters = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                filters.add(filter(random));
                some.add("queue" + i, filters.get(i));
            }
            for (int i = 0; i < 40; i++) {
                String topic = topic(random);
                assertThat(matching(filters, some.fold(topic)))
                        .as("%s among %s", topic, filters)
                        .isEqualTo(matching(filters, topic));
            }
        }
    }

    private static List<String> matching(List<String> filters, String topic) {
        return filters.stream().filter(filter -> topic.matches(regex(filter))).toList();
    }

    /** MQTT's matching said in another way. */
    private static String regex(String filter) {
        return filter.replace("+", "[^/]*").replaceAll("^#$", ".*").replaceAll("/#$", "(/.*)?");
    }

    private static String topic(Random random) {
        return random.ints(1 + random.nextInt(4), 0, LEVELS.size())
                .mapToObj(LEVELS::get)
                .collect(Collectors.joining("/", "", "x"));
    }

    private static String filter(Random random) {
        List<String> levels = new ArrayList<>();
        int depth = random.nextInt(4);
        for (int i = 0; i < depth; i++) {
            levels.add(random.nextInt(3) == 0 ? "+" : LEVELS.get(random.nextInt(LEVELS.size())));
        }
        levels.add(random.nextBoolean() ? "#" : random.nextBoolean() ? "+" : "x");
        return String.join("/", levels);
    }
}
