package az.ocaq.web;

import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.PublicWarning;
import az.ocaq.database.ServerKeys;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** {@code /cap}: what the public is warned of, for everybody. Confined to the web server's context. */
final class CapFeed {
    static final Duration SHOWN = Duration.ofDays(30);
    private static final int MOST = 200;
    private static final String ATOM = "http://www.w3.org/2005/Atom";

    private final Api api;
    private final AlarmDesk desk;
    private final Clock clock;
    private final Future<CapDocument> documents;
    private final Instant started;

    private record Entry(PublicWarning warning, int step) {
        Instant at() {
            return warning.steps().get(step).at();
        }

        String identifier() {
            return CapDocument.identifier(warning, step);
        }
    }

    CapFeed(Api api, WebParts parts) {
        this.api = api;
        this.desk = parts.alarms();
        this.clock = parts.clock();
        this.started = clock.instant();
        this.documents = parts.database()
                .transact(handle -> ServerKeys.get(handle, "cap_sender", () -> "ocaq-" + UUID.randomUUID()))
                .map(sender -> new CapDocument(parts.registry(), parts.rules(), sender));
    }

    void feed(RoutingContext context) {
        answer(
                context,
                "application/atom+xml; charset=utf-8",
                entries().compose(all -> documents.map(it -> atom(it, all, started))));
    }

    void document(RoutingContext context) {
        String wanted = context.pathParam("warning");
        answer(
                context,
                "application/cap+xml; charset=utf-8",
                entries()
                        .compose(all -> documents.map(it -> all.stream()
                                .filter(entry -> entry.identifier().equals(wanted))
                                .findFirst()
                                .map(entry -> it.xml(entry.warning(), entry.step()))
                                .orElseThrow(() -> Problem.notFound("there is no such warning")))));
    }

    private Future<List<Entry>> entries() {
        Instant since = clock.instant().minus(SHOWN);
        return api.onPipeline(() -> desk.publicWarnings(since)).map(warnings -> {
            List<Entry> entries = new ArrayList<>();
            for (PublicWarning warning : warnings) {
                for (int step = 0; step < warning.steps().size(); step++) {
                    entries.add(new Entry(warning, step));
                }
            }
            return entries.stream()
                    .sorted(Comparator.comparing(Entry::at).reversed())
                    .limit(MOST)
                    .toList();
        });
    }

    private static void answer(RoutingContext context, String type, Future<String> text) {
        var unused = text.onSuccess(it -> {
                    var unusedToo = context.response()
                            .putHeader("Content-Type", type)
                            .putHeader("Cache-Control", "no-cache")
                            .end(it);
                })
                .onFailure(failure -> Api.fail(context, failure));
    }

    /** @param empty since when there is nothing, should there be nothing */
    private static String atom(CapDocument documents, List<Entry> entries, Instant empty) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("feed");
            xml.writeDefaultNamespace(ATOM);
            element(xml, "id", "urn:ocaq:cap");
            element(xml, "title", "Ocaq: CAP 1.2");
            element(xml, "updated", (entries.isEmpty() ? empty : entries.get(0).at()).toString());
            for (Entry entry : entries) {
                xml.writeStartElement("entry");
                element(xml, "id", "urn:ocaq:cap:" + entry.identifier());
                element(xml, "title", documents.headline(entry.warning(), entry.step(), "en"));
                element(xml, "updated", entry.at().toString());
                xml.writeEmptyElement("link");
                xml.writeAttribute("type", "application/cap+xml");
                xml.writeAttribute("href", "/api/v1/cap/" + entry.identifier());
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("text can always be written", e);
        }
        return text.toString();
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}
