package az.ocaq.notify;

import az.ocaq.config.YamlMap;
import io.vertx.core.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How a provider takes text messages over HTTP. In address, headers and body {@code {to}}, {@code {text}}, {@code {key}}
 * and {@code {secret}} are filled in, as the address and the content type demand.
 *
 * @param url template
 * @param method GET, POST or PUT
 * @param headers name → template
 * @param contentType of the body
 * @param body template; empty for none
 * @param secret fills {@code {secret}}
 * @param accepted what an answer of status 2xx must contain to mean that the message was taken
 * @param permanent what an answer contains that makes every further try senseless
 * @param receipt whose first group is the provider's name for the message
 * @param reports how it says later what became of a message, when it does
 */
public record SmsGateway(
        String url,
        String method,
        Map<String, String> headers,
        String contentType,
        String body,
        String secret,
        Optional<Pattern> accepted,
        Optional<Pattern> permanent,
        Optional<Pattern> receipt,
        Optional<SmsReportFormat> reports) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(to|text|key|secret)}");

    public SmsGateway {
        headers = Map.copyOf(headers);
    }

    static SmsGateway read(YamlMap map, Map<String, String> environment) {
        String url = map.string("url");
        try {
            URI unused = Contacts.address(PLACEHOLDER.matcher(url).replaceAll("x"));
        } catch (IllegalArgumentException e) {
            map.problem("url", "'" + url + "' is not an http or https address");
        }
        String method = map.string("method", "POST");
        if (!method.matches("GET|POST|PUT")) {
            map.problem("method", "'" + method + "' is none of GET, POST, PUT");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        YamlMap given = map.mapOrEmpty("headers");
        given.keys().forEach(it -> headers.put(it, given.string(it)));
        SmsGateway gateway = new SmsGateway(
                url,
                method,
                headers,
                map.string("content_type", "application/json"),
                map.string("body", ""),
                Contacts.secret(map, "secret_env", environment),
                pattern(map, "accepted"),
                pattern(map, "permanent"),
                pattern(map, "receipt"),
                map.has("reports")
                        ? Optional.of(SmsReportFormat.read(map.map("reports"), environment))
                        : Optional.empty());
        if (!(url + gateway.body()).contains("{to}") || !(url + gateway.body()).contains("{text}")) {
            map.problem("body", "url and body must hold {to} and {text}");
        }
        if (gateway.reports().isPresent() && !(url + gateway.body()).contains("{key}")) {
            map.problem("reports", "name messages by what they were sent with: url or body must hold {key}");
        }
        map.finish();
        return gateway;
    }

    /** The address for one message. */
    String address(Map<String, String> values) {
        return fill(url, values, SmsGateway::inUrl);
    }

    /** The body for one message. */
    String body(Map<String, String> values) {
        return fill(body, values, contentType.contains("json") ? SmsGateway::inJson : SmsGateway::inUrl);
    }

    /** A header for one message. */
    String header(String template, Map<String, String> values) {
        return fill(template, values, it -> it.replaceAll("[^\\x20-\\x7e]", "?"));
    }

    private String fill(String template, Map<String, String> values, UnaryOperator<String> quoted) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(it -> Matcher.quoteReplacement(
                        quoted.apply(it.group(1).equals("secret") ? secret : values.getOrDefault(it.group(1), ""))));
    }

    private static String inUrl(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String inJson(String value) {
        String quoted = Json.encode(value);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** A regular expression that may be left out; a broken one is a problem of the file. */
    static Optional<Pattern> pattern(YamlMap map, String key) {
        try {
            return map.optionalString(key).map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            map.problem(key, "is no regular expression: " + e.getDescription());
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "SMS gateway " + url;
    }
}
