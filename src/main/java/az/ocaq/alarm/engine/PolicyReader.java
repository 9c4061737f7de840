package az.ocaq.alarm.engine;

import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.CalendarReader;
import az.ocaq.alarm.rule.RuleReader;
import az.ocaq.alarm.rule.Schedule;
import az.ocaq.alarm.rule.Span;
import az.ocaq.config.YamlMap;
import az.ocaq.device.Title;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a {@link Policy}: of a scenario file, or of {@code config/crews.yaml}. */
public final class PolicyReader {
    private static final List<String> GROUP_BY = List.of("village", "utility", "feeder");

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
                names(map.mapOrEmpty("names")),
                RuleReader.realarm(map),
                map.flag("four_eyes", false),
                times(map));
    }

    private static Map<String, Title> names(YamlMap map) {
        Map<String, Title> names = new LinkedHashMap<>();
        map.keys().forEach(it -> names.put(it, map.title(it)));
        map.finish();
        return names;
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
        Policy.Route route = new Policy.Route(
                match,
                optional(map, "schedule", RuleReader::schedule),
                map.stringOrStrings("to"),
                map.flag("continue", false));
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
        ZoneId zone = CalendarReader.zone(map);
        map.list("overrides").forEach(it -> overrides.add(stand(it, zone)));
        List<Policy.Holiday> holidays = new ArrayList<>();
        map.list("holidays").forEach(it -> holidays.add(holiday(it)));
        List<Policy.Swap> swaps = new ArrayList<>();
        map.list("swaps").forEach(it -> swaps.add(swap(it, zone)));
        Policy.Rota rota = new Policy.Rota(zone, map.optionalString("fallback"), shifts, overrides, holidays, swaps);
        map.finish();
        return rota;
    }

    private static Policy.Holiday holiday(YamlMap map) {
        Set<LocalDate> days = new HashSet<>();
        for (String text : map.stringOrStrings("days")) {
            try {
                days.add(LocalDate.parse(text));
            } catch (DateTimeException e) {
                map.problem("days", "'" + text + "' is not a date such as \"2026-03-20\"");
            }
        }
        Policy.Holiday holiday = new Policy.Holiday(days, map.string("who"));
        map.finish();
        return holiday;
    }

    private static Policy.Swap swap(YamlMap map, ZoneId zone) {
        Policy.Swap swap = new Policy.Swap(
                instant(map, "from", zone), instant(map, "to", zone), map.string("who"), map.string("with"));
        if (!swap.to().isAfter(swap.from())) {
            map.problem("to", "must be after from");
        }
        map.finish();
        return swap;
    }

    private static Policy.Shift shift(YamlMap map) {
        Policy.Shift shift = new Policy.Shift(
                new Schedule.Window(
                        CalendarReader.days(map), CalendarReader.time(map, "from"), CalendarReader.time(map, "to")),
                map.string("who"));
        map.finish();
        return shift;
    }

    private static Policy.Stand stand(YamlMap map, ZoneId zone) {
        Policy.Stand stand = new Policy.Stand(instant(map, "from", zone), instant(map, "to", zone), map.string("who"));
        if (!stand.to().isAfter(stand.from())) {
            map.problem("to", "must be after from");
        }
        map.finish();
        return stand;
    }

    /** A time with its offset, or the local time of a zone. */
    private static Instant instant(YamlMap map, String key, ZoneId zone) {
        String text = map.string(key);
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return time instanceof LocalDateTime local ? local.atZone(zone).toInstant() : Instant.from(time);
        } catch (DateTimeException e) {
            map.problem(key, "'" + text + "' is not a time such as 2026-03-02T20:00:00+04:00");
            return Instant.EPOCH;
        }
    }

    private static Policy.Step step(YamlMap map) {
        Policy.Step step = new Policy.Step(map.duration("after", Duration.ofMinutes(15)), map.stringOrStrings("to"));
        if (step.to().isEmpty()) {
            map.problem("to", "must name at least one receiver");
        }
        map.finish();
        return step;
    }

    private static Policy.Repeat repeat(YamlMap map) {
        return new Policy.Repeat(map.duration("every", Duration.ofHours(1)), map.integer("max", 0, 1000, 3));
    }

    private static Policy.Grouping group(YamlMap map) {
        Priority bypass = map.word("bypass_severity", Priority.class, Priority.CRITICAL);
        return new Policy.Grouping(
                map.has("by") ? map.stringOrStrings("by") : GROUP_BY,
                map.duration("wait", Duration.ofSeconds(30)),
                map.duration("interval", Duration.ofMinutes(5)),
                Optional.of(bypass));
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
                map.has("earliest_time") ? instant(map, "earliest_time", Span.BAKU) : usual.earliest(),
                map.duration("verify_within", usual.verify()));
    }
}
