package az.ocaq.notify;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import az.ocaq.access.SignedLinks;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.PlainWords;
import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way to people against a real server that speaks its documented protocol and can fail, refuse and lie. */
@Timeout(180)
@ParameterizedClass
@EnumSource
final class ChannelsTest {
    private static final Instant NOW = Instant.parse("2026-01-10T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private record Asked(String method, String path, Map<String, String> headers, Buffer body) {
        String text() {
            return body.toString();
        }

        JsonObject json() {
            return new JsonObject(text());
        }
    }

    private record Answered(int status, String body, Map<String, String> headers) {}

    private final OperationalDatabase kind;
    private final Vertx vertx = Vertx.vertx();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private final HttpClient client = vertx.createHttpClient();
    private Function<Asked, Answered> service = it -> answer(200, "{}");
    private Database database;
    private Wording wording;
    private String url;

    ChannelsTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = kind.open(vertx);
        wording = new Wording(
                new DeviceRegistry(List.of(), List.of(), List.of()),
                "https://ocaq.az",
                done(SignedLinks.open(database)),
                new PlainWords(() -> Rules.NONE));
        int port = done(vertx.createHttpServer()
                        .requestHandler(request -> request.body().onSuccess(body -> {
                            Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                            request.headers().forEach(headers::put);
                            Asked it = new Asked(request.method().name(), request.uri(), headers, body);
                            asked.add(it);
                            Answered answer = service.apply(it);
                            answer.headers()
                                    .forEach((name, value) -> request.response().putHeader(name, value));
                            var unused = request.response()
                                    .setStatusCode(answer.status())
                                    .end(answer.body());
                        }))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        url = "http://127.0.0.1:" + port;
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        var unused = done(vertx.close());
    }

    @Test
    void sms_postTemplate_isFilledInAsJson_andTheReceiptIsRead() throws Exception {
        service = it -> answer(200, "{\"status\":\"ok\",\"id\":\"m-17\"}");
        SmsNotifier sms = sms("""
                  url: URL/send
                  headers: {Authorization: "Bearer {secret}"}
                  body: '{"to":"{to}","text":"{text}","ref":"{key}"}'
                  secret_env: SMS_SECRET
                  accepted: '"status":"ok"'
                  receipt: '"id":"([^"]+)"'
                """);

        String receipt =
                done(sms.send(notice("raised", "Say \"now\""), contact("sms", "+994501234567"), "+994501234567"));

        assertThat(receipt).isEqualTo("m-17");
        Asked it = asked.get(0);
        assertThat(it.headers()).containsEntry("Authorization", "Bearer s3cret");
        assertThat(it.json().getString("to")).isEqualTo("+994501234567");
        assertThat(it.json().getString("ref")).isEqualTo("overload@a/b/c#1/raised/0/crew/page/+994501234567");
        assertThat(it.json().getString("text"))
                .startsWith(
                        "Alarm: Say \"now\", a, b, c. 10.01.2026 11:58, high, 9.5 kW, limit 9 kW. https://ocaq.az/ack/")
                .endsWith("?lang=en");
    }

    @Test
    void sms_getTemplate_isFilledInAsQuery() throws Exception {
        SmsNotifier sms =
                sms("  method: GET\n  url: URL/sms?to={to}&text={text}&key={secret}\n  secret_env: SMS_SECRET\n");

        String unused = done(sms.send(notice("cleared", "A&B"), contact("sms", "+994501234567"), "+994501234567"));

        assertThat(asked.get(0).path())
                .startsWith("/sms?to=%2B994501234567&text=Cleared%3A+A%26B%2C")
                .endsWith("&key=s3cret");
    }

    @Test
    void sms_gatewayRefusesWithStatus200_isNotTakenForSuccess() {
        SmsNotifier sms = sms("""
                  url: URL/send
                  body: '{"to":"{to}","text":"{text}"}'
                  accepted: '"status":"ok"'
                  permanent: invalid number
                """);
        service = it -> answer(200, "{\"status\":\"queue full\"}");
        assertThat(refusal(sms, "sms", "+994501234567").retryable()).isTrue();
        service = it -> answer(200, "{\"status\":\"error\",\"why\":\"invalid number\"}");
        assertThat(refusal(sms, "sms", "+994501234567").retryable()).isFalse();
        service = it -> answer(503, "busy");
        assertThat(refusal(sms, "sms", "+994501234567").retryable()).isTrue();
        service = it -> answer(401, "who are you");
        assertThat(refusal(sms, "sms", "+994501234567").retryable()).isFalse();
    }

    @Test
    void telegram_news_editsTheEarlierMessage_andIsToldAnewWhenThatIsGone() throws Exception {
        TelegramNotifier telegram = telegram();
        service = it -> answer(200, "{\"ok\":true,\"result\":{\"message_id\":41}}");
        String receipt = done(telegram.send(notice("raised", "Overload"), contact("telegram", "777"), "777"));
        String edited = done(telegram.send(notice("cleared", "Overload", receipt), contact("telegram", "777"), "777"));
        service = it -> it.path().endsWith("editMessageText")
                ? answer(
                        400,
                        "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: message to edit not found\"}")
                : answer(200, "{\"ok\":true,\"result\":{\"message_id\":42}}");
        String anew = done(telegram.send(notice("cleared", "Overload", receipt), contact("telegram", "777"), "777"));

        assertThat(asked)
                .extracting(Asked::path)
                .containsExactly(
                        "/bot12:token/sendMessage",
                        "/bot12:token/editMessageText",
                        "/bot12:token/editMessageText",
                        "/bot12:token/sendMessage");
        assertThat(receipt).isEqualTo("777:41");
        assertThat(edited).isEqualTo("777:41");
        assertThat(anew).isEqualTo("777:42");
        assertThat(asked.get(1).json().getLong("message_id")).isEqualTo(41);
        assertThat(asked.get(1).json().getString("text")).startsWith("Cleared: Overload");
        assertThat(asked.get(0).json().getString("text"))
                .contains("What to do: Call")
                .contains("/ack/");
    }

    @Test
    void telegram_escalation_isANewMessage() throws Exception {
        service = it -> answer(200, "{\"ok\":true,\"result\":{\"message_id\":43}}");

        String unused =
                done(telegram().send(notice("escalated", "Overload", "777:41"), contact("telegram", "777"), "777"));

        assertThat(asked).extracting(Asked::path).containsExactly("/bot12:token/sendMessage");
    }

    @Test
    void telegram_refusals_areJudgedByWhatTheBotApiSays() throws Exception {
        TelegramNotifier telegram = telegram();
        service = it -> answer(429, "{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":37}}");
        assertThat(refusal(telegram, "telegram", "777").retryable()).isTrue();
        assertThat(refusal(telegram, "telegram", "777").retryAfter()).contains(Duration.ofSeconds(37));
        service = it -> answer(
                403, "{\"ok\":false,\"error_code\":403,\"description\":\"Forbidden: bot was blocked by the user\"}");
        assertThat(refusal(telegram, "telegram", "777").retryable()).isFalse();
        service = it -> answer(200, "<html>log in to the Wi-Fi</html>");
        assertThat(refusal(telegram, "telegram", "777").retryable()).isTrue();
        asked.clear();
        service = it -> it.json().getString("chat_id").equals("777")
                ? answer(400, "{\"ok\":false,\"error_code\":400,\"parameters\":{\"migrate_to_chat_id\":-100777}}")
                : answer(200, "{\"ok\":true,\"result\":{\"message_id\":5}}");

        assertThat(done(telegram.send(notice("raised", "x"), contact("telegram", "777"), "777")))
                .isEqualTo("-100777:5");
        assertThat(asked).hasSize(2);
    }

    @Test
    void push_encryption_isThatOfTheStandardsExample() throws Exception {
        KeyPair own = new KeyPair(
                PushCrypto.publicKey(PushCrypto.decode(
                        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")),
                PushCrypto.privateKey(PushCrypto.decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")));

        byte[] body = PushCrypto.encrypt(
                "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.UTF_8),
                PushCrypto.decode(
                        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
                PushCrypto.decode("BTBZMqHH6r4Tts7J_aSIgg"),
                own,
                PushCrypto.decode("DGv6ra1nlYgDCS1FRnbzlw"));

        // RFC 8291, section 5
        assertThat(PushCrypto.encode(body))
                .isEqualTo(
                        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
                                + "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    @Test
    void push_toABrowser_isSignedAndReadable_andAGoneOneIsForgotten() throws Exception {
        PushSubscriptions subscriptions = new PushSubscriptions(database, CLOCK);
        VapidKey key = done(VapidKey.open(database));
        KeyPair browser = PushCrypto.newKeys();
        byte[] auth = new byte[16];
        var subscription = new PushSubscriptions.Subscription(
                url + "/push/1", PushCrypto.encode(PushCrypto.point(browser.getPublic())), PushCrypto.encode(auth));
        Void unused = done(subscriptions.add("elvin", subscription));
        PushNotifier push = new PushNotifier(client, key, "mailto:duty@example.az", subscriptions, wording, CLOCK);
        service = it -> answer(201, "");

        String unusedReceipt = done(push.send(notice("raised", "Overload"), contact("push", "elvin"), "elvin"));

        Asked it = asked.get(0);
        assertThat(it.headers())
                .containsEntry("TTL", "14400")
                .containsEntry("Urgency", "high")
                .containsEntry("Content-Encoding", "aes128gcm");
        assertThat(it.headers().get("Topic")).matches("[A-Za-z0-9_-]{32}");
        assertThat(new JsonObject(decrypted(it.body().getBytes(), browser, auth)).getString("title"))
                .isEqualTo("Alarm: Overload, a, b, c");
        String[] vapid = it.headers()
                .getOrDefault("Authorization", "")
                .substring("vapid t=".length())
                .split(", k=", 2);
        assertThat(vapid[1]).isEqualTo(key.publicKey());
        assertThat(isSigned(vapid[0], vapid[1])).isTrue();
        JsonObject claims =
                new JsonObject(new String(PushCrypto.decode(vapid[0].split("\\.", 3)[1]), StandardCharsets.UTF_8));
        assertThat(claims.getString("aud")).isEqualTo(url);
        assertThat(claims.getLong("exp")).isBetween(NOW.getEpochSecond(), NOW.getEpochSecond() + 86_400);

        service = again -> answer(410, "");
        assertThat(refusal(push, "push", "elvin").retryable()).isFalse();
        assertThat(done(subscriptions.of("elvin"))).isEmpty();
    }

    @Test
    void push_moreBrowsersThanAnAccountMayHave_theOldestIsForgotten() throws Exception {
        PushSubscriptions subscriptions = new PushSubscriptions(database, CLOCK);
        String point = PushCrypto.encode(PushCrypto.point(PushCrypto.newKeys().getPublic()));
        String auth = PushCrypto.encode(new byte[16]);
        for (int i = 0; i < 25; i++) {
            var unused = done(
                    subscriptions.add("elvin", new PushSubscriptions.Subscription(url + "/push/" + i, point, auth)));
        }
        var unusedOther =
                done(subscriptions.add("aysel", new PushSubscriptions.Subscription(url + "/other", point, auth)));

        assertThat(done(subscriptions.of("elvin")))
                .hasSize(20)
                .extracting(PushSubscriptions.Subscription::endpoint)
                .contains(url + "/push/24");
        assertThat(done(subscriptions.of("aysel"))).hasSize(1);
    }

    @Test
    void push_serviceBusy_isTriedAgainWhenItSays() throws Exception {
        PushSubscriptions subscriptions = new PushSubscriptions(database, CLOCK);
        Void unused = done(subscriptions.add(
                "elvin",
                new PushSubscriptions.Subscription(
                        url + "/push/1",
                        PushCrypto.encode(PushCrypto.point(PushCrypto.newKeys().getPublic())),
                        PushCrypto.encode(new byte[16]))));
        PushNotifier push =
                new PushNotifier(client, done(VapidKey.open(database)), "mailto:a@b.az", subscriptions, wording, CLOCK);
        service = it -> new Answered(429, "", Map.of("Retry-After", "120"));

        NotSent refusal = refusal(push, "push", "elvin");

        assertThat(refusal.retryable()).isTrue();
        assertThat(refusal.retryAfter()).contains(Duration.ofMinutes(2));
        assertThatThrownBy(() -> new PushSubscriptions.Subscription("https://x.example/1", "AAAA", "AAAA"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contacts_mistakes_areNamedWithTheirLine() {
        Problems problems = new Problems();
        Contacts unused =
                Contacts.read(YamlFile.parse("contacts.yaml", new StringReader("""
                        sms: {url: "ftp://x/{to}", body: "{to}"}
                        contacts:
                          crew:
                            sms: ["0501234567"]
                            telegram: ["777"]
                            push: true
                            fallback: [mail]
                        """), problems), Path.of("."), Map.of());

        assertThatThrownBy(problems::throwIfAny)
                .hasMessageContaining("contacts.yaml:1")
                .hasMessageContaining("'ftp://x/{to}' is not an http or https address")
                .hasMessageContaining("must hold {to} and {text}")
                .hasMessageContaining("contacts.yaml:4")
                .hasMessageContaining("'0501234567' is no address of sms")
                .hasMessageContaining("contacts.yaml:5")
                .hasMessageContaining("no telegram of its own")
                .hasMessageContaining("needs the account")
                .hasMessageContaining("'mail' is no way to reach crew");
    }

    private NotSent refusal(Notifier way, String name, String address) {
        try {
            String receipt = done(way.send(notice("raised", "x"), contact(name, address), address));
            throw new AssertionError("was accepted: " + receipt);
        } catch (Exception e) {
            if (e.getCause() instanceof NotSent notSent) {
                return notSent;
            }
            throw new AssertionError(e);
        }
    }

    private SmsNotifier sms(String yaml) {
        Problems problems = new Problems();
        Contacts contacts = Contacts.read(
                YamlFile.parse(
                        "c.yaml",
                        new StringReader("sms:\n" + yaml.replace("URL", url).indent(2)),
                        problems),
                Path.of("."),
                Map.of("SMS_SECRET", "s3cret"));
        problems.throwIfAny();
        return new SmsNotifier(client, contacts.sms().orElseThrow(), wording, CLOCK);
    }

    private TelegramNotifier telegram() throws Exception {
        return new TelegramNotifier(
                client, new TelegramBot(url, "12:token"), done(TelegramChats.open(database)), wording, CLOCK);
    }

    private static Contact contact(String way, String address) {
        return new Contact(
                "crew", "en", "crew", Optional.of("elvin"), Map.of(way, List.of(address)), Optional.empty(), Set.of());
    }

    private static Notice notice(String kind, String title) {
        return notice(kind, title, "");
    }

    private static Notice notice(String kind, String title, String earlier) {
        Alarm alarm = new Alarm(
                7,
                "overload",
                DeviceId.parse("a/b/c").orElseThrow(),
                "electricity",
                new Title(title, title, title),
                new Title("Call", "Call", "Call"),
                Priority.HIGH,
                AlarmState.UNACK,
                false,
                1,
                Instant.parse("2026-01-10T07:58:00Z"),
                NOW,
                OptionalDouble.of(9.5),
                "kW",
                OptionalDouble.of(9),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        String key = "overload@a/b/c#1/" + kind + "/0/crew/page";
        return new Notice(
                key,
                key,
                "overload@a/b/c",
                kind,
                1,
                1,
                NOW,
                Optional.of(alarm),
                false,
                List.of(),
                earlier.isEmpty() ? Map.of() : Map.of("telegram", earlier));
    }

    private static Answered answer(int status, String body) {
        return new Answered(status, body, Map.of());
    }

    /** What the browser does: RFC 8291 from the other side. */
    private static String decrypted(byte[] body, KeyPair browser, byte[] auth) throws Exception {
        byte[] salt = Arrays.copyOf(body, 16);
        assertThat(ByteBuffer.wrap(body, 16, 4).getInt()).isEqualTo(4096);
        byte[] server = Arrays.copyOfRange(body, 21, 86);
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init((ECPrivateKey) browser.getPrivate());
        var unused = agreement.doPhase(PushCrypto.publicKey(server), true);
        byte[] point = PushCrypto.point(browser.getPublic());
        byte[] mixed = hmac(hmac(auth, agreement.generateSecret()), "WebPush: info\0", point, server, new byte[] {1});
        byte[] random = hmac(salt, mixed);
        byte[] key = Arrays.copyOf(hmac(random, "Content-Encoding: aes128gcm\0", new byte[] {1}), 16);
        byte[] nonce = Arrays.copyOf(hmac(random, "Content-Encoding: nonce\0", new byte[] {1}), 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        byte[] padded = cipher.doFinal(body, 86, body.length - 86);
        return new String(padded, 0, padded.length - 1, StandardCharsets.UTF_8);
    }

    private static byte[] hmac(byte[] key, byte[] text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    private static byte[] hmac(byte[] key, String label, byte[]... parts) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update(label.getBytes(StandardCharsets.US_ASCII));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private static boolean isSigned(String token, String key) throws Exception {
        int end = token.lastIndexOf('.');
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(PushCrypto.publicKey(PushCrypto.decode(key)));
        signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(PushCrypto.decode(token.substring(end + 1)));
    }
}
