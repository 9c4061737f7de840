package az.ocaq.web;

import az.ocaq.access.Session;
import az.ocaq.access.Sessions;
import az.ocaq.access.Tokens;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells who sends a request: by the token of a script or by the cookie of a browser. Confined to the web server's context.
 */
final class Authenticator {
    static final String COOKIE = "ocaq_session";
    static final String CSRF = "X-CSRF-Token";

    private static final String BEARER = "Bearer ";
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 1_000;

    private record Remembered(Tokens.Grant grant, Instant until) {}

    private final Sessions sessions;
    private final Tokens tokens;
    private final Clock clock;
    private final Map<String, Remembered> granted = new LinkedHashMap<>();

    Authenticator(Sessions sessions, Tokens tokens, Clock clock) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Fails with a {@link Problem} when it is nobody, or when a browser's change lacks the token against forgery. */
    Future<Caller> caller(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        if (header != null) {
            return header.startsWith(BEARER)
                    ? byToken(header.substring(BEARER.length()).strip())
                    : Future.failedFuture(Problem.unauthorized());
        }
        Optional<Session> session = session(request);
        if (session.isEmpty()) {
            return Future.failedFuture(Problem.unauthorized());
        }
        if (!isRead(request.method()) && !namesCsrf(request, session.get())) {
            return Future.failedFuture(
                    Problem.forbidden("the header " + CSRF + " is missing or is not this session's"));
        }
        String secret = secret(request).orElse("");
        return Future.succeededFuture(new Caller(
                session.get().actor(), false, () -> sessions.find(secret).isPresent()));
    }

    Optional<Session> session(HttpServerRequest request) {
        return secret(request).flatMap(sessions::find);
    }

    static Optional<String> secret(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(COOKIE))
                .map(Cookie::getValue)
                .filter(it -> it.length() < 200);
    }

    /** Forgets what tokens were good for: accounts or tokens have changed. */
    void forget() {
        granted.clear();
    }

    static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private Future<Caller> byToken(String text) {
        Remembered known = granted.get(text);
        if (known != null && known.until.isAfter(clock.instant())) {
            return Future.succeededFuture(caller(known.grant));
        }
        return tokens.grant(text).map(found -> {
            Tokens.Grant grant = found.orElseThrow(Problem::unauthorized);
            if (granted.size() >= MOST_REMEMBERED) {
                granted.clear();
            }
            granted.put(text, new Remembered(grant, clock.instant().plus(REMEMBERED)));
            return caller(grant);
        });
    }

    private Caller caller(Tokens.Grant grant) {
        return new Caller(
                grant.actor(), grant.readOnly(), () -> grant.expiresAt().isAfter(clock.instant()));
    }

    private static boolean namesCsrf(HttpServerRequest request, Session session) {
        String named = request.getHeader(CSRF);
        return named != null
                && MessageDigest.isEqual(
                        named.getBytes(StandardCharsets.UTF_8), session.csrf().getBytes(StandardCharsets.UTF_8));
    }
}
