package az.ocaq.alarm.scenario;

import az.ocaq.access.Role;
import az.ocaq.alarm.engine.Act;
import az.ocaq.alarm.engine.Engine;
import az.ocaq.alarm.engine.Instance;
import az.ocaq.alarm.engine.Memory;
import az.ocaq.alarm.engine.Message;
import az.ocaq.alarm.engine.Outcome;
import az.ocaq.alarm.engine.Refusal;
import az.ocaq.alarm.engine.Sample;
import az.ocaq.alarm.engine.Transition;
import az.ocaq.alarm.rule.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Runs one scenario against the real engine, with a clock that jumps from input to input. */
final class ScenarioRunner {
    private static final Set<String> OF_DEVICES =
            Set.of("heartbeat", "connect", "lwt_offline", "disconnect_clean", "last_gasp");

    private static final Set<String> ON_WARNINGS = Set.of("approve_warning", "decline_warning");

    private final Scenario scenario;
    private final ScenarioDirectory directory;
    private final Seen seen = new Seen();
    private final Warnings warnings;
    private final Courier courier;
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, ObjectNode> written = new HashMap<>();
    private final List<List<Scenario.Input>> waiting = new ArrayList<>();
    private final Map<String, Memory.Kept> kept = new LinkedHashMap<>();
    private final boolean crashes;
    private Engine engine;
    private List<Sample> newest = List.of();
    private String keptEngine = "";
    private OptionalLong stopped = OptionalLong.empty();

    ScenarioRunner(Scenario scenario) {
        this.scenario = scenario;
        this.directory = scenario.directory();
        this.engine = new Engine(scenario.rules(), scenario.policy(), directory, scenario.start());
        this.warnings = new Warnings(scenario.inputs().stream().noneMatch(it -> ON_WARNINGS.contains(it.event())));
        this.courier = new Courier(scenario.policy(), seen, this::present);
        this.crashes = scenario.inputs().stream().anyMatch(it -> it.event().equals("server_kill"));
        scenario.rules().forEach(it -> rules.put(it.id(), it));
        written.putAll(scenario.written());
    }

    /** Everything that happened. */
    Seen run() {
        List<Scenario.Input> inputs = scenario.inputs();
        Set<String> batches = new HashSet<>();
        for (Scenario.Input input : inputs) {
            if (input.arrival() > scenario.end()) {
                break;
            }
            if (input.batch().isEmpty() || batches.add(input.batch() + "@" + input.arrival())) {
                take(input, payload(inputs, input));
            }
        }
        if (stopped.isEmpty()) {
            engine.settle(scenario.end());
            collect();
        }
        courier.settle(scenario.end());
        scenario.kpi().forEach(new KpiRunner(scenario, seen)::run);
        return seen;
    }

    private static List<Scenario.Input> payload(List<Scenario.Input> inputs, Scenario.Input first) {
        if (first.batch().isEmpty()) {
            return List.of(first);
        }
        return inputs.stream()
                .filter(it -> it.batch().equals(first.batch()) && it.arrival() == first.arrival())
                .toList();
    }

    private void take(Scenario.Input input, List<Scenario.Input> payload) {
        if (stopped.isPresent()) {
            if (input.event().equals("server_start")) {
                restart(input.arrival());
            } else {
                waiting.add(payload);
            }
            return;
        }
        engine.advance(input.arrival());
        collect();
        courier.advance(input.arrival());
        if (input.isSample()) {
            engine.payload(payload.stream().map(ScenarioRunner::sample).toList());
        } else {
            event(input);
        }
        collect();
    }

    private void collect() {
        Outcome outcome = engine.drain();
        outcome.transitions().forEach(this::collect);
        outcome.messages().forEach(this::collect);
        if (crashes) {
            // What is not said to have changed is not kept before the server stops.
            outcome.changed()
                    .forEach(it ->
                            kept.put(it.key(), new Memory.Kept(it.rule().id(), it.device(), Memory.of(engine, it))));
        }
    }

    private Instance present(Instance alarm) {
        return engine.alarm(alarm.rule().id(), alarm.device()).orElse(alarm);
    }

    private void collect(Transition it) {
        warnings.of(it).ifPresent(warning -> {
            Entry entry = new Entry(it.at(), "cap");
            entry.warnings.add(warning);
            seen.add(entry);
        });
        Entry entry = new Entry(it.at(), it.alarm().key());
        if (it.kind().equals(Transition.SEVERITY)) {
            entry.transitions.add("SEV " + it.text());
        } else if (it.from() != it.to()) {
            entry.transitions.add(it.from() + ">" + it.to());
        } else {
            return;
        }
        it.eventTime().ifPresent(entry.eventTimes::add);
        seen.add(entry);
    }

    private void collect(Message it) {
        String about = switch (it.subject()) {
            case ALARM -> it.about();
            case GROUP -> "group " + it.about();
            case RECEIVER -> "receiver " + it.about();
        };
        Entry entry = new Entry(it.at(), about);
        entry.messages.add(it.receiver() + ":" + it.kind());
        if (it.subject() != Message.Subject.ALARM && it.members() > 0) {
            entry.members = OptionalLong.of(it.members());
        }
        seen.add(entry);
        courier.send(it);
    }

    private static Sample sample(Scenario.Input input) {
        JsonNode value = input.value();
        Map<String, Double> fields = new HashMap<>();
        value.properties().forEach(it -> fields.put(it.getKey(), number(it.getValue())));
        return new Sample(
                input.device(),
                input.node().path("metric").asText(),
                input.time(),
                number(value),
                fields,
                input.node().path("unit").asText(""),
                input.node().path("retained").asBoolean(false));
    }

    private static double number(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue() ? 1 : 0;
        }
        return node.isNumber() ? node.doubleValue() : Double.NaN;
    }

    private void restart(long now) {
        long since = stopped.orElse(now);
        stopped = OptionalLong.empty();
        engine = Memory.restore(
                rules.values(), scenario.policy(), directory, keptEngine, List.copyOf(kept.values()), false, since);
        engine.seed(newest);
        engine.resume(since, now);
        engine.advance(now);
        collect();
        List<List<Scenario.Input>> queued = List.copyOf(waiting);
        waiting.clear();
        for (List<Scenario.Input> payload : queued) {
            Scenario.Input it = payload.get(0);
            take(new Scenario.Input(now, "", it.time(), it.device(), it.value(), it.node()), payload);
        }
    }

    private void event(Scenario.Input input) {
        JsonNode node = input.node();
        String device = input.device();
        if (OF_DEVICES.contains(input.event()) && device.isEmpty()) {
            throw new ScenarioException(input.event() + " needs a device: " + node);
        }
        long session = node.path("session").asLong(0);
        switch (input.event()) {
            case "heartbeat" -> engine.heartbeat(device);
            case "connect" -> engine.connected(device, session);
            case "lwt_offline" ->
                engine.will(device, session, node.path("retained").asBoolean(false));
            case "last_gasp" -> engine.lostPower(device);
            case "disconnect_clean" -> engine.disconnected(device);
            case "silence_start" -> engine.startSilence(id(node), match(node));
            case "silence_end" -> engine.endSilence(id(node));
            case "maintenance_start" -> engine.startMaintenance(id(node), devices(node), match(node));
            case "maintenance_end" -> engine.endMaintenance(id(node));
            case "channel_down" -> courier.down(node.path("channel").asText());
            case "channel_up" -> courier.up(node.path("channel").asText());
            case "rule_update" -> edit(node);
            case "rule_disable" -> {
                rules.remove(node.path("rule").asText());
                engine.disable(node.path("rule").asText());
            }
            case "server_stop" -> {
                Memory.all(engine).forEach(it -> kept.put(it.rule() + "@" + it.device(), it));
                stop(input.arrival());
            }
            case "server_kill" -> stop(input.arrival());
            case "server_start", "interruption", "annunciated", "kpi_alarm" -> {
                // it runs already; the others are for key figures
            }
            default -> act(input);
        }
    }

    private void stop(long now) {
        keptEngine = Memory.of(engine);
        newest = engine.newest();
        stopped = OptionalLong.of(now);
    }

    private void edit(JsonNode node) {
        String id = node.path("rule").asText();
        ObjectNode edited = Optional.ofNullable(written.get(id))
                .orElseThrow(() -> new ScenarioException("there is no rule " + id))
                .deepCopy();
        node.path("set").properties().forEach(it -> edited.set(it.getKey(), it.getValue()));
        written.put(id, edited);
        Rule read = ScenarioReader.rule(edited);
        Rule old = rules.get(id);
        Rule rule = old == null || node.path("set").has("devices") ? read : read.at(old.devices());
        rules.put(id, rule);
        engine.replace(rule);
    }

    private void act(Scenario.Input input) {
        JsonNode node = input.node();
        Act.Kind kind = kind(input.event(), node);
        if (!node.has("alarm")) {
            throw new ScenarioException(input.event() + " needs an alarm: " + node);
        }
        String alarm = input.device();
        int at = alarm.indexOf('@');
        if (at < 0) {
            throw new ScenarioException("alarm must be RULE@device: " + alarm);
        }
        Act act = new Act(
                kind,
                node.path("by").asText("somebody"),
                role(node),
                scope(node, "village", "settlement"),
                scope(node, "utility"),
                node.has("occurrence") ? OptionalInt.of(node.get("occurrence").asInt()) : OptionalInt.empty(),
                Optional.ofNullable(node.get("for")).map(it -> Duration.parse(it.asText())),
                node.path("text").asText(node.path("reason").asText("")));
        Optional<Refusal> refusal = engine.act(alarm.substring(0, at), alarm.substring(at + 1), act);
        refusal.ifPresent(it -> {
            Entry entry = new Entry(input.arrival(), alarm);
            entry.reject = Optional.of(it.word());
            seen.add(entry);
        });
    }

    private static Act.Kind kind(String event, JsonNode node) {
        return switch (event) {
            case "ack" -> Act.Kind.ACKNOWLEDGE;
            case "reset" -> Act.Kind.RESET;
            case "shelve" -> isOnce(node) ? Act.Kind.SHELVE_ONCE : Act.Kind.SHELVE;
            case "unshelve" -> Act.Kind.UNSHELVE;
            case "oos" -> Act.Kind.OUT_OF_SERVICE;
            case "in_service" -> Act.Kind.IN_SERVICE;
            case "note", "comment" -> Act.Kind.NOTE;
            case "en_route", "on_way" -> Act.Kind.ON_WAY;
            case "on_site" -> Act.Kind.ON_SITE;
            case "resolve" -> Act.Kind.RESOLVE;
            case "assign" -> Act.Kind.ASSIGN;
            case "approve_warning" -> Act.Kind.APPROVE_WARNING;
            case "decline_warning" -> Act.Kind.DECLINE_WARNING;
            default -> throw new ScenarioException("unknown event " + event);
        };
    }

    /** What a person may reach: {@code "v3"}, {@code ["v3", "v4"]}, or {@code {"village": "v3", "utility": "water"}}. */
    private static Set<String> scope(JsonNode node, String... keys) {
        JsonNode scope = node.path("scope");
        if (!scope.isObject()) {
            return keys.length > 1 ? strings(scope) : Set.of();
        }
        Keys.check("scope", scope, Set.of("village", "settlement", "utility"));
        Set<String> found = new HashSet<>();
        for (String key : keys) {
            found.addAll(strings(scope.path(key)));
        }
        return found;
    }

    private static boolean isOnce(JsonNode node) {
        String mode = node.path("mode").asText(node.has("for") ? "timed" : "once");
        return switch (mode) {
            case "timed" -> false;
            case "once", "one_shot", "one-shot", "oneshot" -> true;
            default -> throw new ScenarioException("mode '" + mode + "' must be timed or one_shot");
        };
    }

    private static Role role(JsonNode node) {
        String role = node.path("role").asText("admin");
        try {
            return Role.valueOf(role.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ScenarioException("unknown role " + role);
        }
    }

    private static String id(JsonNode node) {
        return node.path("id").asText("");
    }

    private static List<String> devices(JsonNode node) {
        JsonNode devices = node.has("devices") ? node.get("devices") : node.path("device");
        return List.copyOf(strings(devices));
    }

    private static Map<String, List<String>> match(JsonNode node) {
        Map<String, List<String>> match = new HashMap<>();
        node.path("match").properties().forEach(it -> match.put(it.getKey(), List.copyOf(strings(it.getValue()))));
        return match;
    }

    private static Set<String> strings(JsonNode node) {
        Set<String> strings = new HashSet<>();
        if (!node.isMissingNode() && !node.isNull()) {
            strings.addAll(Macros.names(node));
        }
        return strings;
    }
}
