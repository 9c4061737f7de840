package az.ocaq.web;

import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmDesk.JournalEntry;
import az.ocaq.alarm.AlarmPlace;
import az.ocaq.alarm.AlarmReach;
import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.AlarmWork;
import az.ocaq.alarm.Photo;
import az.ocaq.alarm.PlainWords;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.alarm.rule.Signal;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Place;
import az.ocaq.device.ServerItself;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.measurement.DeviceId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Alarms as JSON. Any thread. */
final class AlarmJson {
    private static final String GROUPED = "grouped";

    private final DeviceRegistry registry;
    private final LabelNames names;
    private final PlainWords plain;
    private final AlarmPlace places;
    private final Supplier<Rules> rules;

    AlarmJson(DeviceRegistry registry, Supplier<Rules> rules) {
        this.registry = registry;
        this.rules = rules;
        this.places = new AlarmPlace(registry);
        this.names = new LabelNames(registry, rules);
        this.plain = new PlainWords(rules);
    }

    /**
     * An alarm.
     *
     * @param staff whether to say who works on it, which is not for residents, who read it in the words for them
     */
    JsonObject of(Alarm alarm, boolean staff) {
        String settlement = alarm.device().settlement();
        boolean ofServer = ServerItself.is(alarm.device());
        Optional<Site> site = registry.site(settlement, alarm.device().site());
        Optional<Place> place =
                site.map(Site::place).or(() -> registry.settlement(settlement).map(Settlement::place));
        JsonObject json = new JsonObject()
                .put("id", alarm.id())
                .put("rule", alarm.rule())
                .put("device", alarm.device().toString())
                .put("settlement", settlement)
                .put(
                        "settlement_title",
                        registry.settlement(settlement)
                                .map(it -> TitleJson.of(it.title()))
                                .orElseGet(
                                        () -> ofServer ? TitleJson.of(ServerItself.TITLE) : TitleJson.of(settlement)))
                .put("site", settlement + '/' + alarm.device().site())
                .put(
                        "device_title",
                        registry.device(alarm.device())
                                .map(it -> TitleJson.of(it.title()))
                                .orElseGet(() -> ofServer
                                        ? TitleJson.of(ServerItself.TITLE)
                                        : TitleJson.of(alarm.device().device())))
                .put(
                        "site_title",
                        site.map(it -> TitleJson.of(it.title()))
                                .orElseGet(() -> ofServer
                                        ? TitleJson.of(ServerItself.TITLE)
                                        : TitleJson.of(alarm.device().site())))
                .put("latitude", place.map(Place::latitude).orElse(null))
                .put("longitude", place.map(Place::longitude).orElse(null));
        condition(json, staff ? alarm : plain.of(alarm));
        json.put("metric", staff ? metric(alarm) : null);
        json.put("reach", reach(alarm.reach(), staff)).put("figures", staff ? figures(alarm) : new JsonArray());
        return json.put("acknowledged_by", staff ? Words.text(alarm.acknowledgedBy()) : null)
                .put("assignee", staff ? Words.text(alarm.assignee()) : null)
                .put("shelved_until", Words.millis(alarm.shelvedUntil()))
                .put("work", work(alarm.work(), staff))
                .put("revision", alarm.revision());
    }

    private static JsonObject work(AlarmWork work, boolean staff) {
        return new JsonObject()
                .put("stage", work.stage().word())
                .put("by", staff ? Words.text(work.by()) : null)
                .put("since", Words.millis(work.since()))
                .put("cause", staff ? Words.text(work.cause()) : null);
    }

    static JsonObject of(Photo photo) {
        return new JsonObject()
                .put("id", photo.id())
                .put("occurrence", photo.occurrence())
                .put("by", photo.by())
                .put("taken_at", photo.takenAt().toEpochMilli());
    }

    private static void condition(JsonObject json, Alarm alarm) {
        var unused = json.put("utility", alarm.utility())
                .put("title", TitleJson.of(alarm.title()))
                .put("response", TitleJson.of(alarm.response()))
                .put("priority", alarm.priority().word())
                .put("state", alarm.state().name())
                .put("stale", alarm.stale())
                .put("occurrence", alarm.occurrence())
                .put("raised_at", alarm.raisedAt().toEpochMilli())
                .put("changed_at", alarm.changedAt().toEpochMilli())
                .put("value", Words.number(alarm.value()))
                .put("unit", alarm.unit())
                .put("setpoint", Words.number(alarm.setpoint()));
    }

    /** What the rule looks at, of a rule that looks at a device's metrics. */
    private @Nullable String metric(Alarm alarm) {
        return rules.get()
                .rule(alarm.rule())
                .map(Rule::condition)
                .filter(Signal.class::isInstance)
                .flatMap(it -> ((Signal) it).metrics().stream().findFirst())
                .orElse(null);
    }

    private JsonArray figures(Alarm alarm) {
        JsonArray figures = new JsonArray();
        alarm.figures()
                .forEach(it -> figures.add(new JsonObject()
                        .put("device", it.device())
                        .put(
                                "site_title",
                                DeviceId.parse(it.device())
                                        .flatMap(id -> registry.site(id.settlement(), id.site()))
                                        .map(site -> TitleJson.of(site.title()))
                                        .orElse(null))
                        .put("metric", it.metric())
                        .put("value", it.value())
                        .put("unit", places.unit(it))
                        .put("sign", it.sign())
                        .put("limit", it.limit())));
        return figures;
    }

    private @Nullable JsonObject reach(AlarmReach reach, boolean staff) {
        if (!reach.isOfGroup()) {
            return null;
        }
        return new JsonObject()
                .put("affected", reach.affected())
                .put("members", reach.members())
                .put("cut", reach.cut().word())
                .put("since", Words.millis(reach.since()))
                // that somebody at home has a medical need is not for neighbours
                .put("critical", staff ? sites(reach.critical()) : null);
    }

    /** Sites, {@code settlement/site}, with what they are called. */
    JsonArray sites(List<String> ids) {
        JsonArray sites = new JsonArray();
        ids.forEach(it -> sites.add(new JsonObject().put("site", it).put("title", siteTitle(it))));
        return sites;
    }

    private JsonObject siteTitle(String site) {
        int slash = site.indexOf('/');
        return registry.site(site.substring(0, Math.max(0, slash)), site.substring(slash + 1))
                .map(it -> TitleJson.of(it.title()))
                .orElseGet(() -> TitleJson.of(site));
    }

    JsonObject of(JournalEntry entry, boolean staff) {
        JsonObject json = new JsonObject()
                .put("at", entry.at().toEpochMilli())
                .put("event_time", Words.millis(entry.eventTime()))
                .put("occurrence", entry.occurrence())
                .put("kind", entry.kind())
                .put("from", entry.from().name())
                .put("to", entry.to().name())
                .put("who", staff || entry.who().equals("system") ? entry.who() : null)
                .put("text", staff ? entry.text() : "");
        return staff && entry.kind().equals(GROUPED) ? json.put("names", names.of(labels(entry.text()))) : json;
    }

    /** The labels of a group, as the journal has them: label=value, joined by commas. */
    private static Map<String, List<String>> labels(String text) {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                labels.put(pair.substring(0, equals), List.of(pair.substring(equals + 1)));
            }
        }
        return labels;
    }

    /** How many of the alarms ask for something, by priority; shelved and suppressed ones do not. */
    static JsonObject counts(Collection<Alarm> alarms) {
        Map<Priority, Integer> counts = new EnumMap<>(Priority.class);
        for (Alarm alarm : alarms) {
            if (asks(alarm.state())) {
                counts.merge(alarm.priority(), 1, Integer::sum);
            }
        }
        JsonObject json = new JsonObject();
        for (Priority priority : Priority.values()) {
            json.put(priority.word(), counts.getOrDefault(priority, 0));
        }
        return json;
    }

    static boolean asks(AlarmState state) {
        return switch (state) {
            case UNACK, ACKED, RTNUN, LATUN, LATAK -> true;
            case NORM, SHLVD, DSUPR, OOSRV -> false;
        };
    }
}
