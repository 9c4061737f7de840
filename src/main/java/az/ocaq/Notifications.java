package az.ocaq;

import az.ocaq.database.Database;
import az.ocaq.notify.AlarmLookup;
import az.ocaq.notify.MailNotifier;
import az.ocaq.notify.Notifier;
import az.ocaq.notify.OutboxWorker;
import az.ocaq.notify.WebhookNotifier;
import az.ocaq.notify.Wording;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The ways by which alarms reach people, as the settings and the contacts say. */
final class Notifications {
    private static final int SMTPS = 465;

    private final Installation installation;
    private final Vertx vertx;
    private final Database database;
    private final Clock clock;

    Notifications(Installation installation, Vertx vertx, Database database, Clock clock) {
        this.installation = installation;
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
    }

    /** Sends the outbox's messages where somebody can be reached; otherwise they stay there. */
    void start(Running running, URI address, AlarmLookup alarms) {
        Settings settings = installation.settings();
        Wording wording = new Wording(
                installation.fleet().registry(),
                settings.publicUrl().isEmpty() ? address.toString() : settings.publicUrl());
        List<Notifier> notifiers = new ArrayList<>();
        if (!settings.mail().host().isEmpty()) {
            MailClient client =
                    running.with(MailClient.create(vertx, mail(settings.mail())), it -> Running.await(it.close()));
            notifiers.add(new MailNotifier(client, settings.mail().from(), wording));
        }
        if (installation.contacts().byReceiver().values().stream()
                .anyMatch(it -> it.webhook().isPresent())) {
            HttpClient client = running.with(vertx.createHttpClient(), it -> Running.await(it.close()));
            notifiers.add(new WebhookNotifier(client, wording, clock));
        }
        if (!notifiers.isEmpty()) {
            OutboxWorker worker = running.with(
                    new OutboxWorker(vertx, database, installation.contacts(), notifiers, alarms, clock),
                    OutboxWorker::close);
            worker.start();
        }
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
                .setAllowRcptErrors(true) // one bad address must not keep the message from the others
                .setKeepAlive(false);
        return mail.credentials().user().isEmpty()
                ? config
                : config.setUsername(mail.credentials().user())
                        .setPassword(mail.credentials().password());
    }
}
