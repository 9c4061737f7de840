package az.ocaq.simulation.fault;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** The faults of a simulation, read from a file. Immutable; any thread. */
public record FaultSchedule(List<Fault> faults) {
    /** Nothing goes wrong. */
    public static final FaultSchedule NONE = new FaultSchedule(List.of());

    public FaultSchedule {
        faults = List.copyOf(faults);
    }

    /** Reads a schedule; what is wrong with it is noted as problems. */
    public static FaultSchedule load(Path file, Problems problems) {
        YamlMap map = YamlFile.read(file, problems);
        List<Fault> faults = new ArrayList<>();
        map.maps("faults").forEach((id, fault) -> faults.add(fault(id, fault)));
        map.finish();
        return new FaultSchedule(faults);
    }

    private static Fault fault(String id, YamlMap map) {
        FaultKind kind = map.word("kind", FaultKind.class);
        Instant from = time(map, "from");
        Instant to = time(map, "to");
        if (!from.isBefore(to)) {
            map.problem("to", "must be after 'from'");
        }
        Fault fault = new Fault(
                id,
                kind,
                map.string("device"),
                from,
                to,
                map.string("metric", ""),
                map.number("size", -1e12, 1e12, kind == FaultKind.STUCK ? Double.NaN : 1),
                map.flag(kind == FaultKind.OFFLINE ? "backfill" : "growth", false));
        map.finish();
        return fault;
    }

    private static Instant time(YamlMap map, String key) {
        String text = map.string(key);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            map.problem(key, "'" + text + "' is no time such as 2026-06-01T09:00:00Z");
            return Instant.EPOCH;
        }
    }

    /** Those that concern a device. */
    public List<Fault> of(String deviceId) {
        return faults.stream().filter(it -> it.concerns(deviceId)).toList();
    }

    /** One JSON object for each fault: what a monitoring server must find, where and when. */
    public List<String> labels() {
        return faults.stream()
                .map(it -> JsonNodeFactory.instance
                        .objectNode()
                        .put("id", it.id())
                        .put("kind", it.kind().word())
                        .put("device", it.device())
                        .put("metric", it.metric())
                        .put("from", it.from().toString())
                        .put("to", it.to().toString())
                        .put("expected", it.kind().expected())
                        .toString())
                .toList();
    }
}
