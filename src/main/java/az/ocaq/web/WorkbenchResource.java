package az.ocaq.web;

import az.ocaq.measurement.Message;
import az.ocaq.onboarding.Workbench;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /tryout}: what comes out of a message, and of a dialect that is being written. Changes nothing. */
final class WorkbenchResource {
    private static final int LONGEST_TOPIC = 1_024;
    private static final int LONGEST_PAYLOAD = 20_000;
    private static final int LONGEST_DIALECT = 36_000;
    private static final Pattern PROBLEM = Pattern.compile("dialect(?::(\\d+))?:?\\s*(.*)", Pattern.DOTALL);

    private final Workbench workbench;
    private final Clock clock;

    WorkbenchResource(Workbench workbench, Clock clock) {
        this.workbench = workbench;
        this.clock = clock;
    }

    Future<Reply> tryOut(Request request) {
        String topic = text(request, "topic", LONGEST_TOPIC)
                .filter(it -> !it.isEmpty())
                .orElseThrow(() -> Problem.badRequest("topic is missing"));
        Optional<String> dialect = text(request, "dialect", LONGEST_DIALECT).filter(it -> !it.isBlank());
        Message message = new Message(topic, payload(request), clock.instant(), false);
        return workbench.tryOut(message, dialect).map(trial -> {
            JsonArray problems = new JsonArray();
            trial.problems().forEach(it -> problems.add(problem(it)));
            return Reply.ok(new JsonObject()
                    .put(
                            "decoded",
                            trial.decoded()
                                    .map(it -> new JsonObject(it.toString()))
                                    .orElse(null))
                    .put("problems", problems));
        });
    }

    Future<Reply> dialects(Request request) {
        return workbench.dialects().map(names -> {
            JsonArray items = new JsonArray();
            names.forEach(it -> items.add(new JsonObject().put("id", it)));
            return Reply.ok(new JsonObject()
                    .put("items", items)
                    .put("total", items.size())
                    .putNull("next"));
        });
    }

    Future<Reply> dialect(Request request) {
        String name = request.slug("dialect");
        return workbench
                .dialect(name)
                .map(text -> Reply.ok(new JsonObject()
                        .put("id", name)
                        .put("yaml", text.orElseThrow(() -> Problem.notFound("there is no such dialect")))));
    }

    private static byte[] payload(Request request) {
        Optional<String> plain = text(request, "payload_utf8", LONGEST_PAYLOAD);
        Optional<String> encoded = text(request, "payload_base64", LONGEST_PAYLOAD * 4 / 3 + 4);
        if (plain.isPresent() == encoded.isPresent()) {
            throw Problem.badRequest("either payload_utf8 or payload_base64 must be there");
        }
        try {
            return plain.map(it -> it.getBytes(StandardCharsets.UTF_8))
                    .orElseGet(
                            () -> Base64.getDecoder().decode(encoded.orElse("").strip()));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("payload_base64 is no base64: " + e.getMessage());
        }
    }

    private static Optional<String> text(Request request, String name, int longest) {
        Object value = request.body().getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text) || text.length() > longest) {
            throw Problem.badRequest(name + " must be a text of at most " + longest + " characters");
        }
        return Optional.of(text);
    }

    private static JsonObject problem(String text) {
        Matcher matcher = PROBLEM.matcher(text);
        boolean lined = matcher.matches() && matcher.group(1) != null;
        return new JsonObject()
                .put("line", lined ? Integer.valueOf(matcher.group(1)) : null)
                .put("what", matcher.matches() ? matcher.group(2) : text);
    }
}
