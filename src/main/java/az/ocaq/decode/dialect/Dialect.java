package az.ocaq.decode.dialect;

import java.util.List;
import java.util.Optional;

/**
 * A convention described by a file.
 *
 * @param name the convention's name, a slug
 * @param rules what it says about which topics, in the order of the file
 * @param examples messages with what must come out of them
 */
record Dialect(String name, List<TopicRule> rules, List<Example> examples) {
    /**
     * A message with what must come out of it.
     *
     * @param where file and line
     * @param topic the topic
     * @param payload the payload
     * @param outcome {@code readings}, {@code status}, {@code metadata} or {@code ignored}
     * @param device the name of the device, when it is told
     * @param online the availability, when it is told
     * @param readings every reading as {@code metric = value unit}
     */
    record Example(
            String where,
            String topic,
            String payload,
            String outcome,
            Optional<String> device,
            Optional<Boolean> online,
            List<String> readings) {}
}
