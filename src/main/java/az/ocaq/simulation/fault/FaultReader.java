package az.ocaq.simulation.fault;

import az.ocaq.config.ConfigException;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a fault from an entry of a schedule or from a line of text, and checks that what it is of is there. */
public final class FaultReader {
    private static final Pattern LATER = Pattern.compile("\\+(\\d{1,7})([smhd])");
    private static final double LARGEST = 1e15;

    private final FaultTargets targets;
    private final Instant origin;

    /**
     * @param targets the devices that faults may be of
     * @param origin what times such as {@code +90m} count from
     */
    public FaultReader(FaultTargets targets, Instant origin) {
        this.targets = targets;
        this.origin = origin;
    }

    /**
     * Reads {@code kind target from to [key=value …]}: keys and times as in a schedule, or {@code +90m} for a time after
     * the origin. Throws a {@link ConfigException} that says what is wrong.
     */
    public Fault line(String text) {
        String[] words = text.strip().split("\\s+", -1);
        Problems problems = new Problems();
        String where = "fault \"" + text.strip() + '"';
        if (words.length < 4) {
            problems.add(where, "must be: kind target from to [size=… metric=… source=… growth=true backfill=true]");
            problems.throwIfAny();
        }
        StringBuilder yaml = new StringBuilder();
        String[] keys = {"kind", "device", "from", "to"};
        for (int i = 0; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            String key = i < keys.length ? keys[i] : words[i].substring(0, Math.max(0, equals));
            String value = i < keys.length ? words[i] : words[i].substring(equals + 1);
            yaml.append('"')
                    .append(plain(key))
                    .append("\": \"")
                    .append(plain(value))
                    .append("\"\n");
        }
        Fault fault = entry(
                text.strip().replaceAll("\\s+", " "),
                YamlFile.parse(where, new StringReader(yaml.toString()), problems));
        problems.throwIfAny();
        return fault;
    }

    private static String plain(String text) {
        return text.replace("\\", "").replace("\"", "");
    }

    /** Reads an entry of a schedule; what is wrong with it is noted as problems of the map. */
    Fault entry(String id, YamlMap map) {
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
                map.string("source", ""),
                map.number("size", -LARGEST, LARGEST, kind.usualSize()),
                map.flag(kind == FaultKind.OFFLINE ? "backfill" : "growth", false));
        boolean isKind = map.string("kind", "").equals(kind.word());
        targets.wrong(fault).filter(it -> isKind).ifPresent(it -> map.problem(it.key(), it.what()));
        map.finish();
        return fault;
    }

    private Instant time(YamlMap map, String key) {
        String text = map.string(key);
        Optional<Instant> later = later(text);
        if (later.isPresent()) {
            return later.get();
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            map.problem(key, "'" + text + "' is no time such as 2026-06-01T09:00:00Z");
            return Instant.EPOCH;
        }
    }

    private Optional<Instant> later(String text) {
        Matcher matcher = LATER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(origin.plus(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                }));
    }
}
