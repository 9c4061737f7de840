package az.ocaq.notify;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.access.SignedLinks;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.PlainWords;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Place;
import az.ocaq.device.Settlement;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import az.ocaq.web.MovableClock;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mail.MailConfig;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** From rows of the outbox to a mail server and a web server. */
@Timeout(300)
@ParameterizedClass
@EnumSource
final class OutboxWorkerTest {
    private static final Instant START = Instant.parse("2026-01-10T08:00:00Z");
    private static final String ABOUT = "low_pressure@aghali/pump-1/pump";

    private final OperationalDatabase kind;
    private final Vertx vertx = Vertx.vertx();
    private final List<String> webhooks = Collections.synchronizedList(new ArrayList<>());
    private final MovableClock clock = new MovableClock(START);
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final List<String> texts = Collections.synchronizedList(new ArrayList<>());
    private volatile int webhookStatus = 200;
    private volatile String retryAfter = "300";
    private final AtomicInteger asked = new AtomicInteger();
    private AlarmState state = AlarmState.UNACK;
    private Duration standstill = Duration.ZERO;
    private int occurrence = 1;

    private Database database;
    private int mailPort;
    private Duration mailLimit = Duration.ofMinutes(5);
    private HttpServer server;

    OutboxWorkerTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        mail.start();
        database = kind.open(vertx);
        mailPort = mail.getSmtp().getPort();
        server = done(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    webhooks.add(request.getHeader("Idempotency-Key") + "|" + request.getHeader("Ocaq-Signature") + "|"
                            + body);
                    var unused = request.response()
                            .setStatusCode(webhookStatus)
                            .putHeader("Retry-After", retryAfter)
                            .end();
                }))
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        var unused = done(vertx.close());
        mail.stop();
    }

    @Test
    void tick_raisedAndCleared_twoMailsOfOneThread_inTheReceiversLanguage() throws Exception {
        OutboxWorker worker = worker(contact(List.of("crew@example.az"), false));
        insert("raised");
        tick(worker);
        insert("cleared");
        tick(worker);
        tick(worker);

        MimeMessage[] received = mail.getReceivedMessages();
        assertThat(received).hasSize(2);
        assertThat(received[0].getSubject()).isEqualTo("Həyəcan: Aşağı təzyiq, Ağalı, pump-1, pump");
        assertThat(received[1].getSubject()).isEqualTo("Bitdi: Aşağı təzyiq, Ağalı, pump-1, pump");
        String id = "<low_pressure=40aghali/pump-1/pump#1/raised/0/crew/page@ocaq.az>";
        assertThat(received[0].getMessageID()).isEqualTo(id);
        assertThat(received[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(received[0].getHeader("In-Reply-To")).isNull();
        assertThat(received[1].getHeader("In-Reply-To")).containsExactly(id);
        assertThat(received[1].getHeader("References")).containsExactly(id);
        assertThat(received[0].getContent().toString())
                .contains("Harada: Ağalı, pump-1, pump")
                .contains("Nə vaxtdan: 10.01.2026 11:58")
                .contains("Əhəmiyyəti: yüksək")
                .contains("Qiymət: 0,8 bar, hədd 1,2 bar")
                .contains("Nə etməli: V2 ventilini bağlayın")
                .contains("https://ocaq.az/crew.html#/alarms/7");
        assertThat(states()).containsExactly("sent 1", "sent 1");
    }

    /** A group's messages are numbered: each answers the one before, so that they are one thread all the same. */
    @Test
    void tick_messagesOfAGroup_areOneThread_andAResidentIsToldHowToLeave() throws Exception {
        OutboxWorker worker = worker(new Contact(
                "crew",
                "az",
                "home",
                Optional.empty(),
                Map.of("mail", List.of("a@example.az", "b@example.az")),
                Optional.empty(),
                Set.of()));
        for (String kind : List.of("raised", "update", "cleared")) {
            insert(kind);
            int grouped = database.transactBlocking(
                    handle -> handle.execute(
                            "UPDATE outbox SET alarm_id = NULL, about = 'feeder=F1', occurrence = id WHERE alarm_id IS NOT NULL"));
            assertThat(grouped).isEqualTo(1);
            tick(worker);
        }

        List<MimeMessage> received = List.of(mail.getReceivedMessages());
        assertThat(received).as("each mailbox has three").hasSize(6);
        for (int i : List.of(1, 2, 4, 5)) {
            assertThat(received.get(i).getHeader("In-Reply-To"))
                    .containsExactly(received.get(i - 1).getMessageID());
        }
        assertThat(received.get(0).getHeader("In-Reply-To")).isNull();
        assertThat(received.get(0).getHeader("List-Unsubscribe"))
                .containsExactly("<mailto:alarms@ocaq.az?subject=unsubscribe>");
        assertThat(received.get(0).getHeader("To")).containsExactly("a@example.az, b@example.az");
    }

    @Test
    void tick_mailServerAway_isTriedAgainWithGrowingWaits_andSentOnce() throws Exception {
        OutboxWorker worker = worker(contact(List.of("crew@example.az"), false));
        int port = mail.getSmtp().getPort();
        mail.stop();
        insert("raised");

        tick(worker);
        tick(worker);
        assertThat(states()).containsExactly("pending 1");
        clock.advance(Duration.ofSeconds(37));
        tick(worker);
        assertThat(states()).containsExactly("pending 2");

        GreenMail again = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        again.start();
        clock.advance(Duration.ofSeconds(73));
        tick(worker);
        tick(worker);

        assertThat(again.getReceivedMessages()).hasSize(1);
        assertThat(states()).containsExactly("sent 3");
        again.stop();
    }

    @Test
    void tick_neverAccepted_isDeadAfterEightTries() throws Exception {
        OutboxWorker worker = worker(contact(List.of(), true));
        webhookStatus = 503;
        insert("repeat");

        for (int i = 0; i < 12; i++) {
            tick(worker);
            clock.advance(Duration.ofMinutes(40));
        }

        assertThat(webhooks).hasSize(8);
        assertThat(states()).containsExactly("dead 8");
    }

    @Test
    void tick_refusedForGood_isDeadAtOnce() throws Exception {
        OutboxWorker worker = worker(contact(List.of(), true));
        webhookStatus = 404;
        insert("raised");

        tick(worker);

        assertThat(states()).containsExactly("dead 1");
    }

    @Test
    void tick_oneOfTwoWaysFails_onlyThatOneIsTriedAgain_notBeforeRetryAfter() throws Exception {
        OutboxWorker worker = worker(contact(List.of("crew@example.az"), true));
        webhookStatus = 503;
        insert("raised");
        tick(worker);
        webhookStatus = 200;
        clock.advance(Duration.ofSeconds(290));
        tick(worker);
        assertThat(webhooks).hasSize(1);
        clock.advance(Duration.ofSeconds(20));

        tick(worker);

        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(webhooks).hasSize(2);
        assertThat(states()).containsExactly("sent 2");
        String[] parts = webhooks.get(1).split("\\|", 3);
        assertThat(parts[0]).isEqualTo(ABOUT + "#1/raised/0/crew/page");
        long time = clock.instant().getEpochSecond();
        assertThat(parts[1])
                .isEqualTo("t=" + time + ",v1="
                        + WebhookNotifier.sign(
                                "key", time, Buffer.buffer(parts[2]).getBytes()));
        JsonObject body = new JsonObject(parts[2]);
        assertThat(body.getString("event_t")).isEqualTo("2026-01-10T07:58:00Z");
        assertThat(body.getString("published_t")).isEqualTo(START.toString());
        assertThat(body.getDouble("value")).isEqualTo(0.8);
        assertThat(body.getJsonObject("labels").getMap())
                .containsEntry("priority", "high")
                .containsEntry("device", "aghali/pump-1/pump")
                .containsEntry("settlement", "aghali");
        assertThat(body.getJsonObject("links").getString("page")).contains("#/alarms/");
    }

    @Test
    void take_nothingIsSaidAboutIt_isDueAgainAfterTheLease() throws Exception {
        insert("raised");
        List<Outbox.Due> lost = due(10);
        assertThat(lost).hasSize(1);
        var unusedLeased = database.transactBlocking(handle -> {
            lost.forEach(it -> Outbox.lease(handle, it, clock.instant().plus(Duration.ofMinutes(2))));
            return lost;
        });
        OutboxWorker worker = worker(contact(List.of("crew@example.az"), false));

        clock.advance(Duration.ofSeconds(110));
        tick(worker);
        assertThat(mail.getReceivedMessages()).isEmpty();
        clock.advance(Duration.ofSeconds(11));
        tick(worker);

        assertThat(mail.getReceivedMessages()).hasSize(1);
    }

    @Test
    void due_aboutACriticalAlarm_goesBeforeWhatIsOlder() throws Exception {
        insert("raised", "crew");
        clock.advance(Duration.ofSeconds(1));
        insert("raised", "other");
        int linked = database.transactBlocking(
                handle -> handle.execute("UPDATE outbox SET severity = 0 WHERE receiver = 'other'"));

        List<Outbox.Due> due = due(1);

        assertThat(linked).isEqualTo(1);
        assertThat(due).extracting(Outbox.Due::receiver).containsExactly("other");
    }

    /** Ten thousand homes of one settlement tell the same: what is raised elsewhere is not the ten thousand and first. */
    @Test
    void due_inAStorm_whatAnotherSettlementOrRuleTells_isAmongTheFirst() throws Exception {
        for (int home = 0; home < 60; home++) {
            insertAbout("gas_pressure_high@storm/home-" + home + "/gas");
        }
        clock.advance(Duration.ofSeconds(1));
        insertAbout("gas_pressure_high@aghali/home-1/gas");
        insertAbout("tank_low@storm/works/tank-1");

        List<Outbox.Due> due = due(4);

        assertThat(due)
                .extracting(Outbox.Due::about)
                .containsExactly(
                        "gas_pressure_high@aghali/home-1/gas",
                        "tank_low@storm/works/tank-1",
                        "gas_pressure_high@storm/home-0/gas",
                        "gas_pressure_high@storm/home-1/gas");
    }

    @Test
    void start_mailServerThatNeverAnswers_keepsNoOtherWayWaiting() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            mailPort = silent.getLocalPort();
            OutboxWorker worker = worker(contact(List.of("crew@example.az"), true));
            worker.start();

            insert("raised");
            await().untilAsserted(() -> assertThat(webhooks).hasSize(1));
            insert("cleared");
            await().untilAsserted(() -> assertThat(webhooks).hasSize(2));

            worker.close();
            assertThat(states()).as("under way").containsExactly("pending 0", "pending 0");
        }
    }

    @Test
    void tick_slowMailServer_noServerSendsItAgainMeanwhile() throws Exception {
        try (SlowMailServer slow = new SlowMailServer(Duration.ofMillis(300))) {
            mailPort = slow.port();
            OutboxWorker worker = worker(contact(List.of("crew@example.az"), false));
            insert("raised");

            Future<Void> first = worker.tick();
            await().untilAsserted(() -> assertThat(slow.conversations()).isEqualTo(1));
            clock.advance(mailLimit.plusSeconds(30));
            tick(worker);
            tick(worker(contact(List.of("crew@example.az"), false)));
            var unused = done(first);

            assertThat(slow.conversations()).isEqualTo(1);
            assertThat(slow.accepted()).isEqualTo(1);
            assertThat(states()).containsExactly("sent 1");
        }
    }

    @Test
    void tick_mailServerSlowerThanTheLimit_isLeft_beforeItIsTriedAgain() throws Exception {
        try (SlowMailServer slow = new SlowMailServer(Duration.ofMillis(300))) {
            mailPort = slow.port();
            mailLimit = Duration.ofSeconds(1);
            OutboxWorker worker = worker(contact(List.of("crew@example.az"), false));
            insert("raised");

            tick(worker);
            assertThat(states()).containsExactly("pending 1");
            await().untilAsserted(() -> assertThat(slow.open()).isZero());
            slow.think(Duration.ZERO);
            clock.advance(Duration.ofSeconds(37));
            tick(worker);

            assertThat(slow.accepted()).isEqualTo(1);
            assertThat(states()).containsExactly("sent 2");
        }
    }

    /** More messages than can be under way at once, by a way that takes them and says nothing, are before another one's. */
    @Test
    void start_manyMessagesToAWebhookThatHangs_delayNoMail_andAreTriedLater() throws Exception {
        HttpServer hanging = done(vertx.createHttpServer()
                .requestHandler(request -> asked.incrementAndGet())
                .listen(0, "127.0.0.1"));
        Contact hook = new Contact(
                "hook",
                "az",
                "crew",
                Optional.empty(),
                Map.of(),
                Optional.of(new Contact.Webhook(URI.create("http://127.0.0.1:" + hanging.actualPort() + "/"), "key")),
                Set.of());
        Contact both = new Contact(
                "both",
                "az",
                "crew",
                Optional.empty(),
                Map.of("mail", List.of("both@example.az")),
                hook.webhook(),
                Set.of());
        Contact mailed = contact(List.of("crew@example.az"), false);
        OutboxWorker worker = worker(Map.of("hook", hook, "both", both, "crew", mailed));
        for (int i = 0; i < 300; i++) {
            insert("update" + i, "hook");
        }
        insert("raised", "both");
        worker.start();
        await().untilAsserted(() -> assertThat(asked.get()).isPositive());
        insert("raised");

        await().untilAsserted(() -> assertThat(mail.getReceivedMessages()).hasSize(2));

        worker.close();
        assertThat(states().stream().filter("pending 0"::equals))
                .as("what finds no room was not tried")
                .hasSizeGreaterThan(200);
        assertThat(asked.get()).isLessThanOrEqualTo(20);
    }

    /** Two servers with one database: whoever takes a message first sends it, and the other one does not. */
    @Test
    void tick_twoServersAtOnce_sendEachMessageOnce() throws Exception {
        List<OutboxWorker> servers = List.of(worker(contact(List.of(), true)), worker(contact(List.of(), true)));
        for (int i = 0; i < 20; i++) {
            insert("update" + i);
        }

        for (int round = 0; round < 3; round++) {
            var unused =
                    done(Future.all(servers.stream().map(OutboxWorker::tick).toList()));
        }

        assertThat(webhooks.stream().map(it -> it.split("\\|", -1)[0]))
                .hasSize(20)
                .doesNotHaveDuplicates();
        assertThat(states()).hasSize(20).containsOnly("sent 1");
    }

    /** Whatever another server has done meanwhile is not done again. */
    @Test
    void tick_serverStoodStillAfterItHadTakenTheMessage_leavesItUntilItIsDueAgain() throws Exception {
        insert("raised");
        standstill = Duration.ofMinutes(10);
        tick(worker(contact(List.of(), true)));
        assertThat(webhooks).isEmpty();
        assertThat(states()).containsExactly("pending 0");

        standstill = Duration.ZERO;
        tick(worker(contact(List.of(), true)));

        assertThat(webhooks).hasSize(1);
        assertThat(states()).containsExactly("sent 1");
    }

    /** A server that died after it had sent, before it could say so: the receiver knows the message by its key. */
    @Test
    void tick_sentAndNotSaid_comesAgainUnderTheSameKey() throws Exception {
        OutboxWorker worker = worker(contact(List.of(), true));
        insert("raised");
        tick(worker);
        int unusedRows = database.transactBlocking(handle -> handle.execute("DELETE FROM outbox_delivery")
                + handle.execute("UPDATE outbox SET state = 'pending', next_attempt_at = created_at"));
        tick(worker(contact(List.of(), true)));

        assertThat(webhooks.stream().map(it -> it.split("\\|", -1)[0]))
                .hasSize(2)
                .containsOnly(ABOUT + "#1/raised/0/crew/page");
    }

    @Test
    void tick_raisedAnewBeforeTheEndCouldBeTold_saysOfTheEndWhatWasThen() throws Exception {
        OutboxWorker worker = worker(contact(List.of("crew@example.az"), true));
        insert("cleared");
        occurrence = 2;

        tick(worker);

        JsonObject body = new JsonObject(webhooks.get(0).split("\\|", 3)[2]);
        assertThat(body.getInteger("occurrence")).isEqualTo(1);
        assertThat(body.getString("event_t")).isEqualTo("2026-01-10T07:58:00Z");
        assertThat(body.getDouble("value")).isEqualTo(0.8);
        assertThat(body.getString("state")).isEqualTo("NORM");
        assertThat(mail.getReceivedMessages()[0].getContent().toString()).contains("11:58");
    }

    @Test
    void tick_overBeforeItCouldBeTold_isSkipped() throws Exception {
        OutboxWorker worker = worker(contact(List.of("crew@example.az"), false));
        insert("raised");
        state = AlarmState.NORM;
        clock.advance(Duration.ofMinutes(6));

        tick(worker);

        assertThat(mail.getReceivedMessages()).isEmpty();
        assertThat(states()).containsExactly("skipped 0");
    }

    @Test
    void tick_callsToWhatIsOverSeenOrHidden_areWithdrawn_andTheLogSaysWhy() throws Exception {
        OutboxWorker worker = worker(contact(List.of("crew@example.az"), false));
        insert("escalated");
        state = AlarmState.RTNUN;
        tick(worker);
        insert("repeat");
        state = AlarmState.ACKED;
        tick(worker);
        insert("raised");
        state = AlarmState.SHLVD;
        tick(worker);
        insert("cleared");
        state = AlarmState.NORM;
        tick(worker);

        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(states()).containsExactly("skipped 0", "skipped 0", "skipped 0", "sent 1");
        List<String> reasons = database.transactBlocking(
                handle -> handle.createQuery("SELECT last_error FROM outbox WHERE state = 'skipped' ORDER BY id")
                        .mapTo(String.class)
                        .list());
        assertThat(reasons).containsExactly("over", "acknowledged", "hidden");
    }

    @Test
    void tick_receiverWithoutContact_isDead() throws Exception {
        OutboxWorker worker = worker(new Contact(
                "somebody",
                "az",
                "crew",
                Optional.empty(),
                Map.of("mail", List.of("a@b.az")),
                Optional.empty(),
                Set.of()));
        insert("raised");

        tick(worker);

        assertThat(states()).containsExactly("dead 0");
        OutboxFigures figures = database.transactBlocking(handle -> Outbox.figures(handle, Instant.EPOCH));
        assertThat(figures).isEqualTo(new OutboxFigures(0, 1, 1, Optional.empty()));
    }

    @Test
    void tick_webhookSaysItIsGone_isGivenUp_theFallbackIsUsedAtOnce_untilTheAddressChanges_orSomebodySaysSo()
            throws Exception {
        Contact gone = fallingBackToMail("/hook");
        OutboxWorker worker = worker(gone);
        webhookStatus = 410;
        insert("raised");
        tick(worker);
        tick(worker);
        insert("cleared");
        tick(worker);

        assertThat(states()).containsExactly("dead 1", "sent 1", "sent 1");
        assertThat(webhooks).hasSize(1);
        assertThat(mail.getReceivedMessages()).hasSize(2);
        assertThat(errorOfLast()).startsWith("webhook is given up since 2026-01-10T08:00:00Z: webhook answers 410");
        assertThat(done(GivenUpWays.list(database)))
                .extracting(GivenUpWays.GivenUp::receiver)
                .containsExactly("crew");
        assertThat(done(worker.unreached())).isZero();

        webhookStatus = 200;
        insert("update1");
        OutboxWorker anew = worker(fallingBackToMail("/new"));
        anew.start();
        await().untilAsserted(() -> assertThat(webhooks).hasSize(2));
        anew.close();
        assertThat(done(GivenUpWays.list(database))).isEmpty();

        webhookStatus = 410;
        insert("update2");
        tick(worker);
        assertThat(done(GivenUpWays.forget(database, "crew", "webhook", Optional.empty())))
                .isTrue();
        webhookStatus = 200;
        insert("update3");
        tick(worker);
        assertThat(webhooks).hasSize(4);
    }

    @Test
    void tick_mailAddressRefusedThreeTimesInARow_isGivenUp_oneAcceptedMailEndsTheCount() throws Exception {
        try (SlowMailServer refusing = new SlowMailServer(Duration.ZERO)) {
            mailPort = refusing.port();
            OutboxWorker worker = worker(contact(List.of("crew@example.az"), false));
            for (int i = 0; i < 6; i++) {
                refusing.refuse(i != 2);
                insert("update" + i);
                tick(worker);
            }
            assertThat(states())
                    .as("a refusal for good is tried once")
                    .containsExactly("dead 1", "dead 1", "sent 1", "dead 1", "dead 1", "dead 1");
            assertThat(done(GivenUpWays.list(database))).hasSize(1);
            assertThat(done(worker.unreached())).isEqualTo(1);

            insert("update6");
            tick(worker);

            assertThat(refusing.conversations()).isEqualTo(6);
            assertThat(errorOfLast()).contains("mail is given up since", "550 5.1.1 there is no such person");
        }
    }

    /** One of two people is no longer there: she is given up, the other goes on, and the fallback stands in for her. */
    @Test
    void tick_oneOfTwoMailAddressesIsRefused_isGivenUpByItself_andItsFallbackFollows() throws Exception {
        try (SlowMailServer half = new SlowMailServer(Duration.ZERO)) {
            half.refuse("gone@example.az");
            mailPort = half.port();
            URI url = URI.create("http://127.0.0.1:" + server.actualPort() + "/hook");
            OutboxWorker worker = worker(new Contact(
                    "crew",
                    "az",
                    "crew",
                    Optional.empty(),
                    Map.of("mail", List.of("gone@example.az", "here@example.az")),
                    Optional.of(new Contact.Webhook(url, "key")),
                    Set.of("webhook")));
            for (int i = 0; i < 3; i++) {
                insert("update" + i);
                tick(worker);
                tick(worker);
            }

            assertThat(half.accepted()).as("the other one gets all").isEqualTo(3);
            assertThat(webhooks.stream().map(it -> it.split("\\|", -1)[0]))
                    .as("each refusal goes the fallback at once")
                    .containsExactly(
                            ABOUT + "#1/update0/0/crew/page/fallback",
                            ABOUT + "#1/update1/0/crew/page/fallback",
                            ABOUT + "#1/update2/0/crew/page/fallback");
            assertThat(done(GivenUpWays.list(database)))
                    .extracting(GivenUpWays.GivenUp::address)
                    .containsExactly("gone@example.az");
            assertThat(done(worker.unreached())).isZero();

            insert("update3");
            tick(worker);

            assertThat(half.recipients()).filteredOn(it -> it.contains("gone@")).hasSize(3);
            assertThat(half.accepted()).isEqualTo(4);
            assertThat(webhooks).hasSize(4);
            assertThat(errorOfLast()).contains("mail is given up since");
        }
    }

    /** What is refused for good on one way does not wait for the other's last try, and is not tried again with it. */
    @Test
    void tick_oneWayRefusesForGood_anotherIsAway_theFallbackGoesAtOnce_andOnlyTheOtherIsTriedAgain() throws Exception {
        try (SlowMailServer nobody = new SlowMailServer(Duration.ZERO)) {
            nobody.refuse(true);
            mailPort = nobody.port();
            URI url = URI.create("http://127.0.0.1:" + server.actualPort() + "/hook");
            OutboxWorker worker = worker(new Contact(
                    "crew",
                    "az",
                    "crew",
                    Optional.empty(),
                    Map.of("mail", List.of("gone@example.az"), "sms", List.of("+994501234567")),
                    Optional.of(new Contact.Webhook(url, "key")),
                    Set.of("sms")));
            webhookStatus = 503;
            insert("raised");
            tick(worker);

            assertThat(states()).containsExactly("pending 1", "pending 0");
            assertThat(texts).as("not an hour later").isEmpty();
            tick(worker);
            assertThat(texts).hasSize(1);
            webhookStatus = 200;
            clock.advance(Duration.ofSeconds(310));
            tick(worker);

            assertThat(nobody.recipients()).hasSize(1);
            assertThat(webhooks).hasSize(2);
            assertThat(states()).containsExactly("dead 2", "sent 1");
        }
    }

    /** A way that asks for patience gets it, and no other has to wait with it. */
    @Test
    void tick_oneWayWantsToBeLeftAlone_theOtherIsTriedAgainInItsOwnTime() throws Exception {
        OutboxWorker worker = worker(contact(List.of("crew@example.az"), true));
        webhookStatus = 503;
        int port = mail.getSmtp().getPort();
        mail.stop();
        insert("raised");
        tick(worker);
        GreenMail again = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        again.start();
        clock.advance(Duration.ofSeconds(37));
        tick(worker);

        assertThat(again.getReceivedMessages()).hasSize(1);
        assertThat(webhooks).as("it wants 300 s").hasSize(1);
        assertThat(states()).containsExactly("pending 2");
        again.stop();
    }

    @Test
    void tick_asksForLongerThanAnHour_isTriedAfterAnHour() throws Exception {
        OutboxWorker worker = worker(contact(List.of(), true));
        webhookStatus = 429;
        retryAfter = "86400";
        insert("raised");
        tick(worker);
        clock.advance(Duration.ofMinutes(59));
        tick(worker);
        assertThat(webhooks).hasSize(1);
        clock.advance(Duration.ofMinutes(2));
        tick(worker);
        assertThat(webhooks).hasSize(2);
    }

    /** More slow mails of little weight than can be under way at once are before a critical one. */
    @Test
    void start_slowServerIsBusyWithLowMessages_aCriticalOneDoesNotWait() throws Exception {
        try (SlowMailServer slow = new SlowMailServer(Duration.ofHours(1))) {
            mailPort = slow.port();
            OutboxWorker worker = worker(Map.of(
                    "crew",
                    contact(List.of("crew@example.az"), false),
                    "urgent",
                    new Contact(
                            "urgent",
                            "az",
                            "crew",
                            Optional.empty(),
                            Map.of("mail", List.of("urgent@example.az")),
                            Optional.empty(),
                            Set.of())));
            for (int i = 0; i < 25; i++) {
                insert("update" + i);
            }
            worker.start();
            await().untilAsserted(() -> assertThat(slow.open()).isEqualTo(10));

            insert("raised", "urgent");
            int critical = database.transactBlocking(
                    handle -> handle.execute("UPDATE outbox SET severity = 0 WHERE receiver = 'urgent'"));

            await().untilAsserted(() -> assertThat(slow.open()).isEqualTo(11));
            assertThat(critical).isEqualTo(1);
            worker.close();
        }
    }

    /** The mail server was away while an alarm came and went: who is told of it learns both, once. */
    @Test
    void tick_channelWasDownWhileItCameAndWent_oneMessageSaysBoth() throws Exception {
        OutboxWorker worker = worker(contact(List.of("crew@example.az"), false));
        int port = mail.getSmtp().getPort();
        mail.stop();
        insert("raised");
        tick(worker);
        clock.advance(Duration.ofSeconds(100));
        state = AlarmState.NORM;
        insert("cleared");
        tick(worker);
        GreenMail again = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        again.start();
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(40));
            tick(worker);
        }

        assertThat(again.getReceivedMessages()).hasSize(1);
        assertThat(again.getReceivedMessages()[0].getSubject()).startsWith("Bitdi: Aşağı təzyiq");
        assertThat(again.getReceivedMessages()[0].getContent().toString())
                .contains("Başlayıb: 10.01.2026 11:58", "Bitib: 10.01.2026 12:01");
        assertThat(states()).containsExactly("skipped 1", "sent 2");
        again.stop();
    }

    /** The contacts were edited while one of two ways had not accepted a message yet. */
    @Test
    void tick_addressWasReplacedWhileTheMessageWaits_theWayThatAcceptedItTellsNobodyAgain() throws Exception {
        webhookStatus = 503;
        insert("raised");
        tick(worker(contact(List.of("crew@example.az"), true)));
        webhookStatus = 200;
        clock.advance(Duration.ofSeconds(310));

        tick(worker(contact(List.of("other@example.az"), true)));

        assertThat(webhooks).hasSize(2);
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(states()).containsExactly("sent 2");
    }

    /** The way that accepted a message became the fallback before another one refused it for good. */
    @Test
    void tick_wayBecameTheFallbackWhileTheMessageWaits_itTellsNobodyAgain() throws Exception {
        webhookStatus = 503;
        insert("raised");
        tick(worker(contact(List.of("crew@example.az"), true)));
        webhookStatus = 404;
        clock.advance(Duration.ofSeconds(310));
        OutboxWorker edited = worker(fallingBackToMail("/hook"));

        tick(edited);
        tick(edited);

        assertThat(webhooks).hasSize(2);
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(states().get(0)).isEqualTo("dead 2");
        assertThat(states().get(1)).startsWith("sent");
    }

    private Contact fallingBackToMail(String path) {
        URI url = URI.create("http://127.0.0.1:" + server.actualPort() + path);
        return new Contact(
                "crew",
                "az",
                "crew",
                Optional.empty(),
                Map.of("mail", List.of("crew@example.az")),
                Optional.of(new Contact.Webhook(url, "key")),
                Set.of("mail"));
    }

    private String errorOfLast() {
        return database.transactBlocking(
                handle -> handle.createQuery("SELECT last_error FROM outbox ORDER BY id DESC FETCH FIRST 1 ROW ONLY")
                        .mapTo(String.class)
                        .one());
    }

    private Contact contact(List<String> addresses, boolean webhook) {
        URI url = URI.create("http://127.0.0.1:" + server.actualPort() + "/hook");
        return new Contact(
                "crew",
                "az",
                "crew",
                Optional.empty(),
                Map.of("mail", addresses),
                webhook ? Optional.of(new Contact.Webhook(url, "key")) : Optional.empty(),
                Set.of());
    }

    private OutboxWorker worker(Contact contact) throws Exception {
        return worker(Map.of(contact.receiver(), contact));
    }

    private OutboxWorker worker(Map<String, Contact> contacts) throws Exception {
        Settlement settlement = new Settlement(
                "aghali",
                new Title("Ağalı", "Агалы", "Aghali"),
                new Title("Zəngilan", "Зангелан", "Zangilan"),
                new Place(39.1, 46.7, 400),
                ZoneId.of("Asia/Baku"),
                800);
        Wording wording = new Wording(
                new DeviceRegistry(List.of(settlement), List.of(), List.of()),
                "https://ocaq.az/",
                done(SignedLinks.open(database)),
                new PlainWords(() -> Rules.NONE));
        return new OutboxWorker(
                vertx,
                database,
                new Contacts(contacts, Optional.empty(), Optional.empty(), Optional.empty()),
                List.of(
                        new MailNotifier(
                                vertx,
                                new MailConfig("127.0.0.1", mailPort).setKeepAlive(false),
                                mailLimit,
                                "alarms@ocaq.az",
                                wording),
                        new WebhookNotifier(vertx.createHttpClient(), wording, clock),
                        new SmsNotifier(vertx.createHttpClient(), gateway(), wording, clock)),
                new Alarms(),
                clock,
                (way, accepted) -> {});
    }

    private SmsGateway gateway() throws Exception {
        HttpServer taking = done(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    texts.add(body.toString());
                    var unused = request.response().end();
                }))
                .listen(0, "127.0.0.1"));
        return new SmsGateway(
                "http://127.0.0.1:" + taking.actualPort() + "/",
                "POST",
                Map.of(),
                "application/json",
                "{to} {text}",
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** An alarm that may have been raised anew, with another value. */
    private final class Alarms implements AlarmLookup {
        @Override
        public Future<Optional<Alarm>> alarm(long id) {
            clock.advance(standstill);
            return Future.succeededFuture(Optional.of(OutboxWorkerTest.this.alarm(id, occurrence)));
        }

        @Override
        public Future<Optional<Alarm>> past(long id, int asked) {
            return Future.succeededFuture(Optional.of(OutboxWorkerTest.this.alarm(id, asked)));
        }
    }

    private Alarm alarm(long id, int number) {
        return new Alarm(
                id,
                "low_pressure",
                DeviceId.parse("aghali/pump-1/pump").orElseThrow(),
                "water",
                new Title("Aşağı təzyiq", "Низкое давление", "Low pressure"),
                new Title("V2 ventilini bağlayın", "Закройте вентиль V2", "Close valve V2"),
                Priority.HIGH,
                number == occurrence ? state : AlarmState.NORM,
                false,
                number,
                Instant.parse("2026-01-10T07:57:00Z").plus(Duration.ofMinutes(number)),
                START,
                OptionalDouble.of(number == 1 ? 0.8 : 0.5),
                "bar",
                OptionalDouble.of(1.2),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The messages that go first. */
    private List<Outbox.Due> due(int most) {
        return database.transactBlocking(handle -> {
            Agenda agenda = new Agenda();
            agenda.renew(Outbox.agenda(handle, clock.instant(), Outbox.Held.NOTHING));
            List<Agenda.Item> first = agenda.next(most);
            Map<Long, Outbox.Due> due = Outbox.due(handle, clock.instant(), first);
            return first.stream()
                    .map(it -> Objects.requireNonNull(due.get(it.id())))
                    .toList();
        });
    }

    private void insert(String kind) {
        insert(kind, "crew");
    }

    private void insertAbout(String about) {
        insert("raised", "crew", about);
    }

    private void insert(String kind, String receiver) {
        insert(kind, receiver, ABOUT);
    }

    private void insert(String kind, String receiver, String about) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        int rows = database.transactBlocking(
                handle -> handle.createUpdate("INSERT INTO outbox (message_key, about, subject,"
                                + " alarm_id, occurrence, kind, step, receiver, channel, members, created_at, state, attempts,"
                                + " next_attempt_at) VALUES (:key, :about, 'alarm', 7, 1, :kind, 0, :receiver, 'page', 1, :now,"
                                + " 'pending', 0, :now)")
                        .bind("receiver", receiver)
                        .bind("key", about + "#1/" + kind + "/0/" + receiver + "/page")
                        .bind("about", about)
                        .bind("kind", kind)
                        .bind("now", now)
                        .execute());
        assertThat(rows).isEqualTo(1);
    }

    private List<String> states() {
        return database.transactBlocking(
                handle -> handle.createQuery("SELECT state || ' ' || attempts FROM outbox ORDER BY id")
                        .mapTo(String.class)
                        .list());
    }

    private static void tick(OutboxWorker worker) throws Exception {
        var unused = done(worker.tick());
    }
}
