package az.ocaq.web;

import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.PublicWarning;
import az.ocaq.alarm.PublicWarning.Kind;
import az.ocaq.alarm.rule.Publicity;
import az.ocaq.alarm.rule.ResidentWords;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Place;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.Title;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Public warnings as documents of the Common Alerting Protocol, version 1.2 (OASIS, 2010): Alert, Update and Cancel, each
 * with references to those before it and with one block of information per language.
 */
final class CapDocument {
    static final String NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2";

    private static final List<String> LANGUAGES = List.of("az", "ru", "en");
    /** CAP wants an offset, and never Z. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    private static final ZoneId OTHERWISE = ZoneId.of("Asia/Baku");
    private static final int RADIUS_KILOMETRES = 3;
    private static final Title CLEAR = new Title("Sona çatıb", "Отбой", "All clear");
    private static final Title EXPLAINED =
            new Title("Daha geniş nasazlığın bir hissəsidir", "Часть более широкой аварии", "Part of a wider fault");
    private static final Title WITHDRAWN =
            new Title("Xəbərdarlıq geri götürülüb", "Предупреждение отозвано", "Warning withdrawn");

    private final DeviceRegistry registry;
    private final Supplier<Rules> rules;
    private final String sender;

    /**
     * @param rules in service
     * @param sender who warns, unique in the world, without spaces, commas, {@code <} and {@code &}
     */
    CapDocument(DeviceRegistry registry, Supplier<Rules> rules, String sender) {
        this.registry = registry;
        this.rules = rules;
        this.sender = sender;
    }

    /** The name of a step, by which others refer to it. */
    static String identifier(PublicWarning warning, int step) {
        Alarm alarm = warning.alarm();
        return "ocaq-" + alarm.id() + "-" + alarm.occurrence() + "-"
                + warning.steps().get(step).number();
    }

    String sent(PublicWarning warning, int step) {
        return time(warning, warning.steps().get(step).at());
    }

    /** What a step says in one line. */
    String headline(PublicWarning warning, int step, String language) {
        return headline(warning.alarm(), warning.steps().get(step).kind(), language);
    }

    /** What a step of that kind would say in one line. */
    String headline(Alarm alarm, Kind kind, String language) {
        String what = alarm.title().in(language) + ", " + area(alarm, language);
        return switch (kind) {
            case ALERT, UPDATE -> what;
            case CLEAR -> CLEAR.in(language) + ": " + what;
            case EXPLAINED -> EXPLAINED.in(language) + ": " + what;
            case WITHDRAWN -> WITHDRAWN.in(language) + ": " + what;
        };
    }

    /** What people should do, as far as the rule says: to the public, to residents, at last to crews. */
    String instruction(Alarm alarm, String language) {
        return publicity(alarm)
                .instruction()
                .or(() -> rules.get().rule(alarm.rule()).flatMap(Rule::resident).map(ResidentWords::advice))
                .orElse(alarm.response())
                .in(language);
    }

    /** What kind of event it is, in the word of CAP. */
    String category(Alarm alarm) {
        return publicity(alarm)
                .category()
                .orElseGet(() -> Publicity.Category.of(alarm.utility()))
                .word();
    }

    private Publicity publicity(Alarm alarm) {
        return rules.get()
                .rule(alarm.rule())
                .map(Rule::traits)
                .map(it -> it.publicity())
                .orElse(Publicity.NONE);
    }

    /** The document of a step. */
    String xml(PublicWarning warning, int step) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("alert");
            xml.writeDefaultNamespace(NAMESPACE);
            element(xml, "identifier", identifier(warning, step));
            element(xml, "sender", sender);
            element(xml, "sent", sent(warning, step));
            element(xml, "status", "Actual");
            element(xml, "msgType", warning.steps().get(step).kind().msgType());
            element(xml, "scope", "Public");
            if (step > 0) {
                element(xml, "references", references(warning, step));
            }
            for (String language : LANGUAGES) {
                info(xml, warning, step, language);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("text can always be written", e);
        }
        return text.toString();
    }

    private void info(XMLStreamWriter xml, PublicWarning warning, int step, String language) throws XMLStreamException {
        PublicWarning.Step now = warning.steps().get(step);
        Alarm alarm = warning.alarm();
        boolean over = now.kind().ends();
        xml.writeStartElement("info");
        element(xml, "language", language);
        element(xml, "category", category(alarm));
        element(xml, "event", alarm.title().in(language));
        element(xml, "responseType", now.kind().responseType());
        element(xml, "urgency", over ? "Past" : urgency(now.priority()));
        element(xml, "severity", severity(now.priority()));
        element(xml, "certainty", "Observed");
        element(xml, "expires", time(warning, now.at().plus(PublicWarning.GOOD_FOR)));
        element(xml, "headline", headline(warning, step, language));
        String instruction = instruction(alarm, language);
        if (!over && !instruction.isEmpty()) {
            element(xml, "instruction", instruction);
        }
        xml.writeStartElement("area");
        element(xml, "areaDesc", area(alarm, language));
        place(warning).ifPresent(it -> circle(xml, it));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void circle(XMLStreamWriter xml, Place place) {
        try {
            element(
                    xml,
                    "circle",
                    String.format(Locale.ROOT, "%.4f,%.4f %d", place.latitude(), place.longitude(), RADIUS_KILOMETRES));
        } catch (XMLStreamException e) {
            throw new IllegalStateException("text can always be written", e);
        }
    }

    private String references(PublicWarning warning, int step) {
        List<String> before = new ArrayList<>();
        for (int i = 0; i < step; i++) {
            before.add(sender + "," + identifier(warning, i) + "," + sent(warning, i));
        }
        return String.join(" ", before);
    }

    /** Where it is, in words. */
    String area(Alarm alarm, String language) {
        String settlement = settlement(alarm)
                .map(it -> it.title().in(language))
                .orElse(alarm.device().settlement());
        return settlement
                + registry.site(alarm.device().settlement(), alarm.device().site())
                        // whose home it is, is nobody's business
                        .filter(it -> PlaceJson.isPublic(it.kind()))
                        .map(Site::title)
                        .map(it -> ", " + it.in(language))
                        .orElse("");
    }

    private Optional<Place> place(PublicWarning warning) {
        return settlement(warning.alarm()).map(Settlement::place);
    }

    private Optional<Settlement> settlement(Alarm alarm) {
        return registry.settlement(alarm.device().settlement());
    }

    private String time(PublicWarning warning, Instant time) {
        ZoneId zone = settlement(warning.alarm()).map(Settlement::zone).orElse(OTHERWISE);
        return TIME.format(time.atZone(zone)).replace("+00:00", "-00:00");
    }

    /** How soon something must be done, in the word of CAP. */
    static String urgency(Priority priority) {
        return priority == Priority.CRITICAL ? "Immediate" : "Expected";
    }

    /** How bad, in the word of CAP. */
    static String severity(Priority priority) {
        return switch (priority) {
            case CRITICAL -> "Extreme";
            case HIGH -> "Severe";
            case MEDIUM -> "Moderate";
            case LOW -> "Minor";
        };
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", ""));
        xml.writeEndElement();
    }
}
