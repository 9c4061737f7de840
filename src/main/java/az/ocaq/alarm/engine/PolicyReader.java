package az.ocaq.alarm.engine;

import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.Span;
import az.ocaq.config.YamlMap;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a {@link Policy}: of a scenario file, or of {@code config/crews.yaml}. */
public final class PolicyReader {
    private PolicyReader() {}

    /** Reads it; what is wrong is noted with file and line. */
    public static Policy read(YamlMap map) {
        Policy policy = readAll(map);
        map.finish();
        return policy;
    }

    private static Policy readAll(YamlMap map) {
        List<Policy.Route> routes = new ArrayList<>();
        map.list("routes").forEach(it -> routes.add(route(it)));
        Map<String, Policy.Rota> rotas = new LinkedHashMap<>();
        map.maps("rotas").forEach((id, rota) -> rotas.put(id, rota(rota)));
        List<Policy.Step> steps = new ArrayList<>();
        map.list("escalation").forEach(it -> steps.add(step(it)));
        Map<String, Policy.Delivery> delivery = new LinkedHashMap<>();
        map.maps("delivery").forEach((id, it) -> delivery.put(id, delivery(it)));
        return new Policy(
                map.string("receiver", "crew"),
                routes,
                rotas,
                steps,
                optional(map, "repeat", PolicyReader::repeat),
                optional(map, "group", PolicyReader::group),
                optional(map, "flap", PolicyReader::flap),
                optional(map, "storm", PolicyReader::storm),
                delivery,
                map.optionalDuration("realarm"),
                times(map));
    }

    private interface Reader<T> {
        T read(YamlMap map);
    }

    private static <T> Optional<T> optional(YamlMap map, String key, Reader<T> reader) {
        if (!map.has(key)) {
            return Optional.empty();
        }
        YamlMap inner = map.map(key);
        T value = reader.read(inner);
        inner.finish();
        return Optional.of(value);
    }

    private static Policy.Route route(YamlMap map) {
        Map<String, List<String>> match = matchers(map.mapOrEmpty("match"));
        Policy.Route route = new Policy.Route(match, map.stringOrStrings("to"), map.flag("continue", false));
        if (route.to().isEmpty()) {
            map.problem("to", "must name at least one receiver");
        }
        map.finish();
        return route;
    }

    private static Map<String, List<String>> matchers(YamlMap map) {
        Map<String, List<String>> match = new LinkedHashMap<>();
        map.keys().forEach(label -> match.put(label, map.stringOrStrings(label)));
        return match;
    }

    private static Policy.Rota rota(YamlMap map) {
        List<Policy.Shift> shifts = new ArrayList<>();
        map.list("shifts").forEach(it -> shifts.add(shift(it)));
        List<Policy.Stand> overrides = new ArrayList<>();
        map.list("overrides").forEach(it -> overrides.add(stand(it)));
        Policy.Rota rota = new Policy.Rota(zone(map), map.optionalString("fallback"), shifts, overrides);
        map.finish();
        return rota;
    }

    private static ZoneId zone(YamlMap map) {
        String text = map.string("tz", Span.BAKU.getId());
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            map.problem("tz", "'" + text + "' is not a time zone such as Asia/Baku");
            return Span.BAKU;
        }
    }

    private static Policy.Shift shift(YamlMap map) {
        Policy.Shift shift = new Policy.Shift(days(map), time(map, "from"), time(map, "to"), map.string("who"));
        map.finish();
        return shift;
    }

    private static Set<DayOfWeek> days(YamlMap map) {
        List<String> words = map.stringOrStrings("days");
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (words.isEmpty()
                    || words.contains(day.name().toLowerCase(Locale.ROOT).substring(0, 3))) {
                days.add(day);
            }
        }
        if (days.isEmpty()) {
            map.problem("days", "must be some of mon, tue, wed, thu, fri, sat, sun");
        }
        return days;
    }

    private static LocalTime time(YamlMap map, String key) {
        String text = map.string(key);
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            map.problem(key, "'" + text + "' is not a time of day such as 08:00");
            return LocalTime.MIDNIGHT;
        }
    }

    private static Policy.Stand stand(YamlMap map) {
        Policy.Stand stand = new Policy.Stand(instant(map, "from"), instant(map, "to"), map.string("who"));
        map.finish();
        return stand;
    }

    private static Instant instant(YamlMap map, String key) {
        String text = map.string(key);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            map.problem(key, "'" + text + "' is not a time such as 2026-03-02T20:00:00+04:00");
            return Instant.EPOCH;
        }
    }

    private static Policy.Step step(YamlMap map) {
        Policy.Step step = new Policy.Step(map.duration("after", Duration.ofMinutes(15)), map.string("to"));
        map.finish();
        return step;
    }

    private static Policy.Repeat repeat(YamlMap map) {
        return new Policy.Repeat(map.duration("every", Duration.ofHours(1)), map.integer("max", 0, 1000, 3));
    }

    private static Policy.Grouping group(YamlMap map) {
        Optional<Priority> bypass = map.has("bypass_severity")
                ? Optional.of(map.word("bypass_severity", Priority.class))
                : Optional.empty();
        return new Policy.Grouping(
                map.stringOrStrings("by"),
                map.duration("wait", Duration.ofSeconds(30)),
                map.duration("interval", Duration.ofMinutes(5)),
                bypass);
    }

    private static Policy.Flap flap(YamlMap map) {
        return new Policy.Flap(
                map.integer("count", 2, 1000, 3),
                map.duration("window", Duration.ofMinutes(1)),
                map.duration("quiet", Duration.ofMinutes(5)));
    }

    private static Policy.Storm storm(YamlMap map) {
        return new Policy.Storm(
                map.integer("limit", 1, 10_000, 10),
                map.duration("per", Duration.ofMinutes(10)),
                map.duration("digest_every", Duration.ofMinutes(10)));
    }

    private static Policy.Delivery delivery(YamlMap map) {
        List<Duration> retry = new ArrayList<>();
        for (String text : map.strings("retry")) {
            try {
                retry.add(Duration.parse(text));
            } catch (DateTimeException e) {
                map.problem("retry", "'" + text + "' is not a duration such as PT30S");
            }
        }
        Policy.Delivery delivery = new Policy.Delivery(map.string("channel"), retry, map.optionalString("fallback"));
        map.finish();
        return delivery;
    }

    private static Policy.Times times(YamlMap map) {
        Policy.Times usual = Policy.Times.DEFAULT;
        return new Policy.Times(
                map.duration("max_notify_age", usual.maxNotifyAge()),
                map.duration("catchup_settle", usual.settle()),
                map.duration("startup_grace", usual.startupGrace()),
                map.duration("unsuppress_grace", usual.unsuppressGrace()),
                map.duration("max_future", usual.maxFuture()),
                map.duration("max_past", usual.maxPast()),
                usual.earliest(),
                map.duration("verify_within", usual.verify()));
    }
}
