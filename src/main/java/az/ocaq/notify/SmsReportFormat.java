package az.ocaq.notify;

import az.ocaq.access.Hmac;
import az.ocaq.config.YamlMap;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How a gateway tells what became of a text message: which field of its JSON object or form holds what.
 *
 * @param secret that only the gateway knows
 * @param secretHeader the header that holds it; empty for the parameter {@code secret} of the address
 * @param signatureHeader the header that holds, instead, the HMAC-SHA256 of the body in hexadecimal
 * @param key the field with the message's {@code {key}}
 * @param status the field with what became of it
 * @param delivered what that says of a message that has arrived
 * @param failed what it says of one that never will
 * @param read what it says of one that was read
 */
public record SmsReportFormat(
        String secret,
        Optional<String> secretHeader,
        Optional<String> signatureHeader,
        String key,
        String status,
        Pattern delivered,
        Pattern failed,
        Optional<Pattern> read) {
    private static final int LONGEST_STATUS = 200;
    private static final Pattern USUALLY_DELIVERED = Pattern.compile("(?i)deliv(e)?rd|delivered");
    private static final Pattern USUALLY_FAILED = Pattern.compile("(?i)undeliv|failed|expired|reject");

    /** What became of a message; what comes later takes the place of what comes before, never the other way round. */
    enum Fate {
        ACCEPTED,
        FAILED,
        DELIVERED,
        READ;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One report. */
    record Report(String key, Fate fate, String status) {}

    static SmsReportFormat read(YamlMap map, Map<String, String> environment) {
        if (!map.has("secret_env")) {
            map.problem(
                    "secret_env", "must name the environment variable that holds the secret of the gateway's reports");
        }
        SmsReportFormat format = new SmsReportFormat(
                Contacts.secret(map, "secret_env", environment),
                map.optionalString("secret_header"),
                map.optionalString("signature_header"),
                map.string("key", "ref"),
                map.string("status", "status"),
                SmsGateway.pattern(map, "delivered").orElse(USUALLY_DELIVERED),
                SmsGateway.pattern(map, "failed").orElse(USUALLY_FAILED),
                SmsGateway.pattern(map, "read"));
        map.finish();
        return format;
    }

    /** Whether the gateway says it: compared in constant time. */
    boolean isGenuine(Function<String, Optional<String>> header, Optional<String> parameter, byte[] body) {
        if (signatureHeader.isPresent()) {
            return header.apply(signatureHeader.get())
                    .filter(it -> same(it.toLowerCase(Locale.ROOT).replaceFirst("^sha256=", ""), sign(body)))
                    .isPresent();
        }
        Optional<String> given = secretHeader.isPresent() ? header.apply(secretHeader.get()) : parameter;
        return given.filter(it -> same(it, secret)).isPresent();
    }

    /** The report of a body; empty when it is none. */
    Optional<Report> report(String body) {
        Map<String, String> fields = fields(body);
        String told = fields.getOrDefault(status, "");
        String about = fields.getOrDefault(key, "");
        if (told.isEmpty() || about.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Report(about, fate(told), told.substring(0, Math.min(told.length(), LONGEST_STATUS))));
    }

    /** What says that it failed counts more than what is also in it: "undelivered" is not "delivered". */
    private Fate fate(String told) {
        if (failed.matcher(told).find()) {
            return Fate.FAILED;
        }
        if (read.filter(it -> it.matcher(told).find()).isPresent()) {
            return Fate.READ;
        }
        return delivered.matcher(told).find() ? Fate.DELIVERED : Fate.ACCEPTED;
    }

    private static Map<String, String> fields(String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (body.stripLeading().startsWith("{")) {
            try {
                new JsonObject(body).forEach(it -> fields.put(it.getKey(), String.valueOf(it.getValue())));
            } catch (DecodeException e) {
                return Map.of();
            }
            return fields;
        }
        for (String pair : body.split("&", -1)) {
            int at = pair.indexOf('=');
            if (at > 0) {
                fields.put(decoded(pair.substring(0, at)), decoded(pair.substring(at + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static boolean same(String given, String wanted) {
        return !wanted.isEmpty()
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }

    private String sign(byte[] body) {
        return HexFormat.of().formatHex(Hmac.sha256(secret.getBytes(StandardCharsets.UTF_8), body));
    }

    @Override
    public String toString() {
        return "reports with " + key + " and " + status;
    }
}
