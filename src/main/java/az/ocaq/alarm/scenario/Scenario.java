package az.ocaq.alarm.scenario;

import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.rule.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One alarm scenario, with its macros expanded.
 *
 * @param id names it
 * @param start of its time, epoch ms
 * @param end of its time, epoch ms; nothing but what is expected may happen until then
 * @param rules under test
 * @param written each of them by its id, as it is written
 * @param kpi what is computed instead, when it is about key figures
 * @param directory the devices
 * @param policy how alarms become messages
 * @param inputs in the order of their arrival
 * @param expected what must happen
 * @param tolerance by how much an expected time may be missed
 */
record Scenario(
        String id,
        long start,
        long end,
        List<Rule> rules,
        Map<String, ObjectNode> written,
        List<JsonNode> kpi,
        ScenarioDirectory directory,
        Policy policy,
        List<Input> inputs,
        List<Entry> expected,
        Duration tolerance) {

    /**
     * One input.
     *
     * @param arrival server time, epoch ms
     * @param batch payloads with the same one are one; empty: a payload of its own
     * @param time event time, epoch ms
     * @param node the input as written
     * @param device after expansion; empty when there is none
     * @param value of this step of a repetition
     */
    record Input(long arrival, String batch, long time, String device, JsonNode value, JsonNode node) {
        boolean isSample() {
            return node.has("metric");
        }

        String event() {
            return node.path("event").asText("");
        }
    }
}
