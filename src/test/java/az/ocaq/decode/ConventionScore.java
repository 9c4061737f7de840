package az.ocaq.decode;

import az.ocaq.decode.Decoded.Readings;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Phase;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.Unit;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Counts how many of the expected readings of a convention's messages are found, and what is found beyond them. */
final class ConventionScore {
    private static final Set<String> POWER = Set.of("power", "active_power");

    final String convention;
    final List<String> faults = new ArrayList<>();
    int expected;
    int right;
    int phantoms;

    ConventionScore(String convention) {
        this.convention = convention;
    }

    /** Compares what a message gave with what it should give. */
    void add(JsonNode node, Decoded decoded) {
        String action = node.path("expected_action").asText();
        List<Found> found = found(decoded);
        String id = node.path("id").asText();
        if (!action.equals("readings") && !found.isEmpty()) {
            phantoms += found.size();
            faults.add(id + " phantoms of a " + action + " message: " + found);
        }
        for (JsonNode entry : node.path("expected")) {
            if (entry.path("level").asText().equals("core")) {
                reading(id, entry, found);
            }
        }
        found.stream().filter(it -> !it.matched).forEach(it -> faults.add(id + " beyond: " + it));
        action(id, action, node.path("expected_status").asText(), decoded);
    }

    private void action(String id, String action, String status, Decoded decoded) {
        String outcome = decoded.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        boolean same = outcome.startsWith(action)
                || (action.equals("status") && found(decoded).isEmpty() && decoded instanceof Readings)
                || (action.equals("ignore") && !(decoded instanceof Readings))
                || (action.equals("metadata") && outcome.equals("ignored"));
        if (!same) {
            faults.add(id + " should be " + action + " but is " + decoded);
        }
        boolean online = says(decoded, true);
        boolean offline = says(decoded, false);
        if ((status.equals("online") && !online) || (status.equals("offline") && !offline)) {
            faults.add(id + " should say " + status + " but is " + decoded);
        }
    }

    private static boolean says(Decoded decoded, boolean online) {
        if (decoded instanceof Readings some) {
            return some.statuses().stream().anyMatch(it -> it.online() == online);
        }
        return decoded instanceof Decoded.Status status && status.online() == online;
    }

    private void reading(String id, JsonNode entry, List<Found> found) {
        expected++;
        Optional<Found> match =
                found.stream().filter(it -> !it.matched && it.matches(entry)).findFirst();
        if (match.isPresent()) {
            match.get().matched = true;
            right++;
        } else {
            faults.add(id + " missing: " + entry.path("metric").asText() + "="
                    + entry.path("value").asText() + " " + entry.path("unit").asText() + " "
                    + entry.path("phase").asText() + " at "
                    + entry.path("timestamp_if_in_payload").asText());
        }
    }

    private static List<Found> found(Decoded decoded) {
        List<Found> found = new ArrayList<>();
        if (decoded instanceof Readings readings) {
            readings.readings().forEach(it -> found.add(new Found(it)));
            readings.texts().forEach(it -> found.add(new Found(it)));
        }
        return found;
    }

    @Override
    public String toString() {
        return convention + ": " + right + " of " + expected + " right, " + phantoms + " phantoms";
    }

    /** One value that came out. */
    private static final class Found {
        final Metric metric;
        final String value;
        final Instant time;
        boolean matched;

        Found(Reading reading) {
            metric = reading.series().metric();
            value = metric.unit() == Unit.STATE
                    ? String.valueOf(reading.value() != 0)
                    : String.valueOf(reading.value());
            time = reading.time();
        }

        Found(Decoded.Text text) {
            metric = text.metric();
            value = text.value();
            time = text.time();
        }

        boolean matches(JsonNode entry) {
            String quantity = entry.path("quantity").asText();
            boolean sameQuantity = quantity.equals(metric.quantity())
                    || (POWER.contains(quantity) && POWER.contains(metric.quantity()));
            String phase = metric.phase().map(Phase::name).orElse("null");
            return sameQuantity
                    && entry.path("unit").asText().equals(metric.unit().code())
                    && entry.path("phase").asText("null").equals(phase)
                    && sameValue(entry.path("value"))
                    && sameTime(entry.path("timestamp_if_in_payload"));
        }

        private boolean sameValue(JsonNode wanted) {
            if (!wanted.isNumber()) {
                boolean on = value.equals("true") && wanted.asText().equals("on");
                boolean off = value.equals("false") && wanted.asText().equals("off");
                return on || off || value.equals(wanted.asText());
            }
            double difference = Math.abs(wanted.doubleValue() - Double.parseDouble(value));
            return difference <= 1e-6 * Math.max(1e-9, Math.abs(wanted.doubleValue()));
        }

        private boolean sameTime(JsonNode wanted) {
            if (!wanted.isTextual()) {
                return time.equals(RecordedPayloads.RECEIVED);
            }
            Instant instant = OffsetDateTime.parse(wanted.textValue()).toInstant();
            return Math.abs(instant.toEpochMilli() - time.toEpochMilli()) <= 1;
        }

        @Override
        public String toString() {
            return metric.name() + "(" + metric.quantity() + ")=" + value + " "
                    + metric.unit().code() + metric.phase().map(it -> " " + it).orElse("") + " at " + time;
        }
    }
}
