package az.ocaq.web;

import az.ocaq.access.SignedLinks;
import az.ocaq.alarm.Acknowledger;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.AlarmPlace;
import az.ocaq.alarm.AlarmState;
import az.ocaq.device.Title;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Optional;

/**
 * The page behind the link of a message: shows the alarm, and acknowledges it when its button is pressed. Opening the link
 * changes nothing, because mail filters and chats open links too. Confined to the web server's context.
 */
final class AcknowledgePage {
    private static final Title NOTHING =
            new Title("Qəbul ediləsi bir şey yoxdur", "Принимать нечего", "Nothing to acknowledge");
    private static final Title ACKNOWLEDGE = new Title("Qəbul et", "Принять", "Acknowledge");
    private static final Title OPEN = new Title("Səhifəni aç", "Открыть страницу", "Open the page");

    private final Api api;
    private final Acknowledger acknowledger;
    private final AlarmDesk desk;
    private final Future<SignedLinks> links;
    private final AlarmPlace places;
    private final Clock clock;

    AcknowledgePage(Api api, WebParts parts) {
        this.api = api;
        this.acknowledger = new Acknowledger(parts.accounts(), parts.alarms(), api::onPipeline);
        this.desk = parts.alarms();
        this.links = SignedLinks.open(parts.database());
        this.places = new AlarmPlace(parts.registry());
        this.clock = parts.clock();
    }

    void show(RoutingContext context) {
        String language = language(context);
        var unused = target(context)
                .compose(target -> target.isEmpty()
                        ? Future.succeededFuture(page(language, "", Acknowledger.INVALID.in(language), false))
                        : alarm(target.get().alarm())
                                .map(alarm -> alarm.map(
                                                it -> describe(it, target.get().occurrence(), language))
                                        .orElseGet(() -> page(language, "", Acknowledger.INVALID.in(language), false))))
                .onSuccess(html -> send(context, html))
                .onFailure(failure -> Api.fail(context, failure));
    }

    void act(RoutingContext context) {
        String language = language(context);
        var unused = target(context)
                .compose(target -> target.isEmpty()
                        ? Future.succeededFuture(page(language, "", Acknowledger.INVALID.in(language), false))
                        : acknowledged(target.get(), language))
                .otherwise(failure ->
                        page(language, "", Acknowledger.refusal(failure).in(language), false))
                .onSuccess(html -> send(context, html));
    }

    private Future<String> acknowledged(SignedLinks.Target target, String language) {
        return acknowledger
                .acknowledge(target.alarm(), target.occurrence(), target.account(), "")
                .map(alarm -> page(language, title(alarm, language), done(alarm, language), false));
    }

    /** Who has it in hand, which is another one than who pressed the button last when that came too late. */
    private static String done(Alarm alarm, String language) {
        String done = Acknowledger.DONE.in(language);
        return alarm.acknowledgedBy().map(it -> done + ": " + it).orElse(done);
    }

    private Future<Optional<SignedLinks.Target>> target(RoutingContext context) {
        return links.map(it -> it.read(context.pathParam("token"), clock.instant()));
    }

    private Future<Optional<Alarm>> alarm(long id) {
        return api.onPipeline(() -> Future.succeededFuture(desk.alarm(id)));
    }

    private String describe(Alarm alarm, int occurrence, String language) {
        if (alarm.occurrence() != occurrence) {
            return page(language, title(alarm, language), Acknowledger.NEWER.in(language), false);
        }
        boolean owed = alarm.state() == AlarmState.UNACK
                || alarm.state() == AlarmState.RTNUN
                || alarm.state() == AlarmState.LATUN;
        return owed
                ? page(language, title(alarm, language), alarm.response().in(language), true)
                : page(
                        language,
                        title(alarm, language),
                        alarm.acknowledgedBy().isPresent() ? done(alarm, language) : NOTHING.in(language),
                        false);
    }

    private String title(Alarm alarm, String language) {
        return alarm.title().in(language) + ", " + places.of(alarm, language);
    }

    private static String page(String language, String title, String text, boolean button) {
        String form = button
                ? "<form method=\"post\"><button class=\"main\">" + escaped(ACKNOWLEDGE.in(language))
                        + "</button></form>"
                : "";
        return "<!doctype html><html lang=\"" + language + "\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\""
                + " content=\"noindex\"><title>Ocaq</title><link rel=\"stylesheet\" href=\"/style/tokens.css\">"
                + "<link rel=\"stylesheet\" href=\"/style/base.css\"><link rel=\"stylesheet\" href=\"/style/home.css\"></head><body><main class=\"home alone\"><div class=\"card state\">"
                + (title.isEmpty() ? "" : "<h1>" + escaped(title) + "</h1>") + "<span>" + escaped(text) + "</span>"
                + form + "<a href=\"/\">"
                + escaped(OPEN.in(language)) + "</a></div></main></body></html>";
    }

    private static void send(RoutingContext context, String html) {
        var unused = context.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(html);
    }

    private static String language(RoutingContext context) {
        String asked = context.request().getParam("lang");
        return asked != null && asked.matches("az|ru|en") ? asked : "az";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
