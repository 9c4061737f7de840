package az.ocaq;

import az.ocaq.access.SignedLinks;
import az.ocaq.alarm.Acknowledger;
import az.ocaq.alarm.PlainWords;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.database.Database;
import az.ocaq.notify.AlarmLookup;
import az.ocaq.notify.Contacts;
import az.ocaq.notify.MailNotifier;
import az.ocaq.notify.Notifier;
import az.ocaq.notify.OutboxWorker;
import az.ocaq.notify.PushNotifier;
import az.ocaq.notify.PushSubscriptions;
import az.ocaq.notify.SmsNotifier;
import az.ocaq.notify.TelegramChats;
import az.ocaq.notify.TelegramNotifier;
import az.ocaq.notify.TelegramPoller;
import az.ocaq.notify.TopicNotifier;
import az.ocaq.notify.VapidKey;
import az.ocaq.notify.WebhookNotifier;
import az.ocaq.notify.Wording;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The ways by which alarms reach people, as the settings and the contacts say. */
final class Notifications {
    private static final int MOST_CONNECTIONS = 50;
    private static final int SMTPS = 465;
    private static final int MAIL_CONNECT_MILLIS = 30_000;
    /** A server that says nothing for so long is away; one that looks at a mail before it takes it may need a minute. */
    private static final int MAIL_IDLE_SECONDS = 120;
    /** Enough for the ten commands of a server that needs 20 s for each. */
    private static final Duration MAIL_LIMIT = Duration.ofMinutes(5);

    private final Installation installation;
    private final Vertx vertx;
    private final Database database;
    private final Clock clock;
    private final NotificationMetrics metrics;

    Notifications(Installation installation, Vertx vertx, Database database, Clock clock, NotificationMetrics metrics) {
        this.installation = installation;
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * What was started.
     *
     * @param worker sends the outbox's messages, when somebody can be reached; otherwise they stay there
     * @param topics keeps the alarms on topics up to date, when somebody asks for that
     */
    record Started(Optional<OutboxWorker> worker, Optional<TopicNotifier> topics) {}

    /**
     * Sends the outbox's messages where somebody can be reached.
     *
     * @param rules those in force
     * @param acknowledger for the buttons of messages
     * @param publisher to the broker, for contacts on topics
     */
    Started start(
            Running running,
            URI address,
            AlarmLookup alarms,
            Supplier<Rules> rules,
            Acknowledger acknowledger,
            TopicNotifier.Publisher publisher) {
        Settings settings = installation.settings();
        Contacts contacts = installation.contacts();
        SignedLinks links = Running.await(SignedLinks.open(database));
        Wording wording = new Wording(
                installation.fleet().registry(),
                settings.publicUrl().isEmpty() ? address.toString() : settings.publicUrl(),
                links,
                new PlainWords(rules));
        List<Notifier> notifiers = new ArrayList<>();
        if (!settings.mail().host().isEmpty()) {
            notifiers.add(new MailNotifier(
                    vertx, mail(settings.mail()), MAIL_LIMIT, settings.mail().from(), wording));
        }
        HttpClient client = running.with(client(vertx), it -> Running.await(it.close()));
        if (contacts.byReceiver().values().stream().anyMatch(it -> it.webhook().isPresent())) {
            notifiers.add(new WebhookNotifier(client, wording, clock));
        }
        contacts.sms().ifPresent(it -> notifiers.add(new SmsNotifier(client, it, wording, clock)));
        contacts.telegram().ifPresent(it -> {
            TelegramChats chats = Running.await(TelegramChats.open(database));
            notifiers.add(new TelegramNotifier(client, it, chats, wording, clock));
            if (TelegramPoller.isNeeded(contacts)) {
                listen(running, new TelegramPoller(vertx, contacts, chats, links, acknowledger, clock));
            }
        });
        contacts.push()
                .ifPresent(it -> notifiers.add(new PushNotifier(
                        client,
                        Running.await(VapidKey.open(database)),
                        it,
                        new PushSubscriptions(database, clock),
                        wording,
                        clock)));
        Optional<TopicNotifier> topics =
                contacts.use("mqtt") ? Optional.of(new TopicNotifier(publisher, wording)) : Optional.empty();
        topics.ifPresent(notifiers::add);
        if (notifiers.isEmpty()) {
            return new Started(Optional.empty(), topics);
        }
        OutboxWorker worker = running.with(
                new OutboxWorker(vertx, database, contacts, notifiers, alarms, clock, metrics::tried),
                OutboxWorker::close);
        worker.start();
        return new Started(Optional.of(worker), topics);
    }

    /** On a context of its own. */
    private void listen(Running running, TelegramPoller poller) {
        Context context = vertx.getOrCreateContext();
        context.runOnContext(started -> poller.start());
        var unused = running.with(poller, it -> {
            boolean unusedClosed = Running.awaitOn(context, () -> {
                it.close();
                return Future.succeededFuture(true);
            });
        });
    }

    /**
     * What messages leave by over HTTP: with a connection for each try, so that none is lost to one that the other side has just
     * closed, and so many at a time to one host that some of its addresses may hang without others having to wait.
     */
    static HttpClient client(Vertx vertx) {
        return vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false), new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
    }

    private static MailConfig mail(Settings.Mail mail) {
        StartTLSOptions startTls = switch (mail.startTls()) {
            case NONE -> StartTLSOptions.DISABLED;
            case OPTIONAL -> StartTLSOptions.OPTIONAL;
            case REQUIRED -> StartTLSOptions.REQUIRED;
        };
        MailConfig config = new MailConfig(mail.host(), mail.port())
                .setStarttls(startTls)
                .setSsl(mail.port() == SMTPS)
                .setHostnameVerificationAlgorithm("HTTPS")
                .setConnectTimeout(MAIL_CONNECT_MILLIS)
                .setIdleTimeout(MAIL_IDLE_SECONDS)
                .setKeepAlive(false);
        return mail.credentials().user().isEmpty()
                ? config
                : config.setUsername(mail.credentials().user())
                        .setPassword(mail.credentials().password());
    }
}
