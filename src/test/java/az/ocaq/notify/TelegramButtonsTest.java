package az.ocaq.notify;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.access.Accounts;
import az.ocaq.access.Actor;
import az.ocaq.access.QuickAccounts;
import az.ocaq.access.Role;
import az.ocaq.access.SignedLinks;
import az.ocaq.alarm.Acknowledger;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmService;
import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.PlainWords;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.web.MovableClock;
import az.ocaq.web.SampleAlarms;
import az.ocaq.web.SampleVillage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buttons under messages of Telegram, from a real alarm to the Bot API and back to the journal. */
@Timeout(300)
final class TelegramButtonsTest {
    private static final String METER = "aghali/home-001/meter";
    private static final String PRIVATE = "777";
    private static final String GROUP = "-100200";

    private final Vertx vertx = Vertx.vertx();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T08:00:00Z"));
    private final DeviceRegistry registry = SampleVillage.registry();
    private final Context desk = vertx.getOrCreateContext();
    private BotApi telegram;
    private Database database;
    private Accounts accounts;
    private AlarmService alarms;
    private SignedLinks links;
    private TelegramChats chats;
    private Contacts contacts;
    private TelegramPoller poller;

    @BeforeEach
    void open() throws Exception {
        telegram = done(BotApi.start(vertx));
        database = OperationalDatabase.H2.open(vertx);
        accounts = QuickAccounts.open(vertx, database, clock);
        account("elvin", Role.CREW, Set.of("aghali"), Set.of("electricity"));
        account("guest", Role.RESIDENT, Set.of(), Set.of());
        alarms = on(desk, () -> SampleAlarms.open(vertx, database, registry, clock));
        links = done(SignedLinks.open(database));
        chats = done(TelegramChats.open(database));
        contacts = new Contacts(
                Map.of(
                        "crew", contact("crew", "en", "elvin", PRIVATE),
                        "group", contact("group", "ru", "elvin", GROUP),
                        "guest", contact("guest", "az", "guest", "888"),
                        "chief",
                                new Contact(
                                        "chief",
                                        "az",
                                        "crew",
                                        Optional.empty(),
                                        Map.of("telegram", List.of("999")),
                                        Optional.empty(),
                                        Set.of())),
                Optional.empty(),
                Optional.of(new TelegramBot(telegram.url(), BotApi.TOKEN)),
                Optional.empty());
        poller = start();
    }

    @AfterEach
    void close() throws Exception {
        stop(poller);
        accounts.close();
        database.close();
        var unused = done(vertx.close());
    }

    @Test
    void pressed_byTheContact_isAnsweredAtOnce_acknowledgedOnce_andSaidInTheMessage() throws Exception {
        Alarm alarm = raised(190);
        JsonObject sent = send(alarm, "crew");
        String data = data(sent);
        assertThat(data.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(64);
        assertThat(data).startsWith("a:" + alarm.id() + ":1:");

        telegram.press(press(PRIVATE, "private", data, clock.instant()));
        await().until(() -> telegram.calls("editMessageText").size() == 1);
        telegram.press(press(PRIVATE, "private", data, clock.instant()));
        await().until(() -> telegram.calls("editMessageText").size() == 2);

        assertThat(state(alarm)).isEqualTo(AlarmState.ACKED);
        assertThat(journal(alarm)).containsExactly("raised system ", "acknowledged elvin ");
        assertThat(telegram.methods())
                .startsWith("sendMessage", "answerCallbackQuery", "editMessageText", "answerCallbackQuery");
        JsonObject edit = telegram.calls("editMessageText").get(0).body();
        assertThat(edit.getString("text")).isEqualTo("The text\n\n✔ Acknowledged: elvin");
        assertThat(edit.getString("chat_id")).isEqualTo(PRIVATE);
        assertThat(edit.containsKey("reply_markup")).isFalse();
        assertThat(telegram.calls("getUpdates").get(0).body().getJsonArray("allowed_updates"))
                .containsExactly("callback_query");
        await().untilAsserted(() -> assertThat(telegram.unconfirmed()).isZero());
    }

    @Test
    void pressed_inAGroup_namesTheMemberInTheJournal() throws Exception {
        Alarm alarm = raised(190);
        String data = data(send(alarm, "group"));

        telegram.press(press(GROUP, "supergroup", data, clock.instant()));
        await().until(() -> telegram.calls("editMessageText").size() == 1);

        assertThat(journal(alarm)).contains("acknowledged elvin Telegram: Aysel Q @aysel");
        assertThat(edited()).endsWith("✔ Принята: elvin");
    }

    @Test
    void pressed_underAnOldOccurrence_orAfterADay_orByWhoMayNot_acknowledgesNothing_andSaysWhy() throws Exception {
        Alarm first = raised(190);
        String old = data(send(first, "crew"));
        var unused = raised(230);
        Alarm second = raised(190);
        assertThat(second.occurrence()).isEqualTo(2);

        telegram.press(press(PRIVATE, "private", old, clock.instant()));
        await().until(() -> telegram.calls("editMessageText").size() == 1);
        assertThat(edited()).endsWith("raised again since. Open the link of the newer message.");

        telegram.press(press(
                PRIVATE,
                "private",
                links.button(second.id(), 2, "elvin"),
                clock.instant().minus(Duration.ofHours(24))));
        await().until(() -> telegram.calls("editMessageText").size() == 2);
        assertThat(edited()).contains("no longer good");

        telegram.press(press("888", "private", links.button(second.id(), 2, "guest"), clock.instant()));
        await().until(() -> telegram.calls("editMessageText").size() == 3);
        assertThat(edited()).contains("Hesabınız bunu edə bilməz");
        assertThat(state(second)).isEqualTo(AlarmState.UNACK);
    }

    @Test
    void pressed_inAChatOfNobody_orWithAButtonOfSomebodyElse_onlySaysThatNothingWasDone() throws Exception {
        Alarm alarm = raised(190);
        String good = links.button(alarm.id(), 1, "elvin");

        telegram.press(press("4711", "private", good, clock.instant()));
        telegram.press(press("888", "private", good, clock.instant()));
        telegram.press(press(PRIVATE, "private", good.replace(":1:", ":2:"), clock.instant()));
        telegram.press(press(PRIVATE, "private", "nonsense", clock.instant()));
        await().until(() -> telegram.calls("answerCallbackQuery").size() == 4);

        assertThat(telegram.calls("answerCallbackQuery"))
                .allSatisfy(it -> assertThat(it.body().getString("text")).isNotBlank());
        await().untilAsserted(() -> assertThat(telegram.unconfirmed()).isZero());
        assertThat(telegram.calls("editMessageText")).isEmpty();
        assertThat(state(alarm)).isEqualTo(AlarmState.UNACK);
    }

    @Test
    void poll_anotherServerAsksForTheBot_orTelegramIsAway_isTriedAgain_andWorksAfterwards() throws Exception {
        Alarm alarm = raised(190);
        await().until(telegram::isAsked);
        telegram.refuse(new JsonObject()
                .put("ok", false)
                .put("error_code", 409)
                .put("description", "Conflict: terminated by other getUpdates request"));
        telegram.press(press(PRIVATE, "private", links.button(alarm.id(), 1, "elvin"), clock.instant()));
        await().until(() -> telegram.calls("getUpdates").size() >= 3);
        telegram.refuse(new JsonObject().put("ok", false).put("error_code", 502));
        int before = telegram.calls("getUpdates").size();
        await().until(() -> telegram.calls("getUpdates").size() > before);
        assertThat(state(alarm)).isEqualTo(AlarmState.UNACK);

        telegram.refuse(new JsonObject());

        await().until(() -> telegram.calls("editMessageText").size() == 1);
        assertThat(state(alarm)).isEqualTo(AlarmState.ACKED);
    }

    @Test
    void poll_stopped_endsItsQuestion_andWhatIsPressedMeanwhileComesAfterTheStart() throws Exception {
        Alarm alarm = raised(190);
        await().until(telegram::isAsked);
        stop(poller);
        await().until(() -> !telegram.isAsked());
        telegram.press(press(PRIVATE, "private", links.button(alarm.id(), 1, "elvin"), clock.instant()));
        assertThat(state(alarm)).isEqualTo(AlarmState.UNACK);

        poller = start();

        await().until(() -> state(alarm) == AlarmState.ACKED);
    }

    @Test
    void pressed_inAGroupThatHasMoved_isStillThatContacts_afterARestartToo() throws Exception {
        chats.moved(GROUP, "-100999");
        await().until(() -> done(TelegramChats.open(database)).now(GROUP).equals("-100999"));
        stop(poller);
        chats = done(TelegramChats.open(database));
        poller = start();
        Alarm alarm = raised(190);

        telegram.press(press("-100999", "supergroup", links.button(alarm.id(), 1, "elvin"), clock.instant()));

        await().until(() -> state(alarm) == AlarmState.ACKED);
    }

    @Test
    void button_isOnlyWhereAnAccountCanAct() throws Exception {
        assertThat(send(raised(190), "chief").containsKey("reply_markup")).isFalse();
        assertThat(send(raised(230), "crew").containsKey("reply_markup")).isFalse();
    }

    private TelegramPoller start() {
        TelegramPoller started = new TelegramPoller(
                vertx,
                contacts,
                chats,
                links,
                new Acknowledger(
                        accounts,
                        alarms,
                        act -> Future.future(promise ->
                                desk.runOnContext(ignored -> act.get().onComplete(promise)))),
                clock,
                Duration.ofMillis(20),
                Duration.ofMillis(100));
        desk.runOnContext(ignored -> started.start());
        return started;
    }

    private void stop(TelegramPoller started) throws Exception {
        boolean closed = on(desk, () -> {
            started.close();
            return Future.succeededFuture(true);
        });
        assertThat(closed).isTrue();
    }

    /** What Telegram was asked to send about an alarm. */
    private JsonObject send(Alarm alarm, String receiver) throws Exception {
        TelegramNotifier notifier = new TelegramNotifier(
                vertx.createHttpClient(),
                contacts.telegram().orElseThrow(),
                chats,
                new Wording(registry, "https://ocaq.az", links, new PlainWords(() -> Rules.NONE)),
                clock);
        String key = alarm.rule() + "#" + alarm.occurrence();
        Notice notice = new Notice(
                key,
                key,
                "about",
                "raised",
                alarm.occurrence(),
                1,
                clock.instant(),
                Optional.of(alarm),
                false,
                List.of(),
                Map.of());
        Contact contact = contacts.of(receiver).orElseThrow();
        String unused =
                done(notifier.send(notice, contact, contact.of("telegram").get(0)));
        List<BotApi.Call> sent = telegram.calls("sendMessage");
        return sent.get(sent.size() - 1).body();
    }

    private static String data(JsonObject sent) {
        return sent.getJsonObject("reply_markup")
                .getJsonArray("inline_keyboard")
                .getJsonArray(0)
                .getJsonObject(0)
                .getString("callback_data");
    }

    private static JsonObject press(String chat, String type, String data, Instant sent) {
        return new JsonObject()
                .put("id", "4382bfdwdsb323b2d9")
                .put(
                        "from",
                        new JsonObject()
                                .put("id", 5)
                                .put("first_name", "Aysel")
                                .put("last_name", "Q")
                                .put("username", "aysel"))
                .put(
                        "message",
                        new JsonObject()
                                .put("message_id", 41)
                                .put("date", sent.getEpochSecond())
                                .put(
                                        "chat",
                                        new JsonObject()
                                                .put("id", Long.parseLong(chat))
                                                .put("type", type))
                                .put("text", "The text"))
                .put("data", data);
    }

    private String edited() {
        List<BotApi.Call> edits = telegram.calls("editMessageText");
        return edits.get(edits.size() - 1).body().getString("text");
    }

    private Alarm raised(double volts) throws Exception {
        clock.advance(Duration.ofSeconds(1));
        var reading = SampleVillage.reading(METER + "/voltage_l1", clock.instant(), volts);
        return on(desk, () -> alarms.apply(List.of(reading), List.of(), clock.instant()))
                .get(0);
    }

    private AlarmState state(Alarm alarm) {
        return alarms.alarm(alarm.id()).orElseThrow().state();
    }

    private List<String> journal(Alarm alarm) throws Exception {
        return on(desk, () -> alarms.journal(alarm.id())).stream()
                .map(it -> it.kind() + " " + it.who() + " " + it.text())
                .toList();
    }

    private void account(String name, Role role, Set<String> settlements, Set<String> utilities) throws Exception {
        Optional<String> home = role == Role.RESIDENT ? Optional.of("aghali/home-001") : Optional.empty();
        Void unused = done(accounts.create(new Actor(name, role, settlements, utilities, home), "correct horse"));
    }

    private static Contact contact(String receiver, String language, String account, String chat) {
        return new Contact(
                receiver,
                language,
                "crew",
                Optional.of(account),
                Map.of("telegram", List.of(chat)),
                Optional.empty(),
                Set.of());
    }

    private static <T> T on(Context context, Supplier<Future<T>> work) throws Exception {
        Promise<T> promise = Promise.promise();
        context.runOnContext(ignored -> work.get().onComplete(promise));
        return done(promise.future());
    }
}
