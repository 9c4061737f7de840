package az.ocaq.web;

import az.ocaq.access.Accounts;
import az.ocaq.access.Actor;
import az.ocaq.access.AuditLog;
import az.ocaq.access.OidcProvider;
import az.ocaq.access.Session;
import az.ocaq.access.Sessions;
import az.ocaq.access.SignInLimit;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** {@code /session}: signing in and out. Confined to the web server's context. */
final class SessionResource {
    private static final int LONGEST_INPUT = 200;

    private final Accounts accounts;
    private final Sessions sessions;
    private final SignInLimit limit;
    private final AuditLog audit;
    private final Optional<OidcProvider> provider;
    private final boolean secure;

    SessionResource(
            Accounts accounts,
            Sessions sessions,
            SignInLimit limit,
            AuditLog audit,
            Optional<OidcProvider> provider,
            boolean secure) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.limit = limit;
        this.audit = audit;
        this.provider = provider;
        this.secure = secure;
    }

    void open(RoutingContext context) {
        JsonObject body = Api.body(context);
        String name = text(body, "username");
        String password = text(body, "password");
        String address = context.request().remoteAddress().hostAddress();
        Optional<Duration> wait = limit.attempt(address, name);
        if (wait.isPresent()) {
            audit.note(name, "sign-in refused", address, "too many attempts");
            context.response().putHeader("Retry-After", Long.toString(wait.get().toSeconds() + 1));
            throw Problem.of(429, "too many attempts; wait " + (wait.get().toSeconds() + 1) + " seconds");
        }
        var unused = accounts.signIn(name, password)
                .onSuccess(actor -> actor.ifPresentOrElse(
                        it -> opened(context, it, address), () -> refused(context, name, address)))
                .onFailure(failure -> Api.fail(context, failure));
    }

    void read(RoutingContext context, Optional<Session> session) {
        Api.send(context, Reply.ok(json(session.orElseThrow(Problem::unauthorized))));
    }

    /** Ends the session here and answers where to end that at the provider, when the person came from there. */
    void close(RoutingContext context) {
        Optional<String> secret = Authenticator.secret(context.request());
        Optional<URI> onward = secret.flatMap(sessions::find)
                .filter(Session::external)
                .flatMap(it -> provider.flatMap(OidcProvider::signOut));
        secret.ifPresent(sessions::end);
        context.response().addCookie(cookie("").setMaxAge(0));
        Api.send(
                context,
                onward.map(it -> Reply.ok(new JsonObject().put("continue_at", it.toString())))
                        .orElse(Reply.nothing()));
    }

    /** Opens the session of somebody whom the provider has let in. */
    void openedAtProvider(RoutingContext context, Actor actor) {
        String fingerprint = provider.orElseThrow().settings().fingerprint();
        String address = context.request().remoteAddress().hostAddress();
        var unused = begin(context, actor, address, fingerprint);
    }

    private void opened(RoutingContext context, Actor actor, String address) {
        limit.succeeded(address, actor.user());
        Api.send(context, Reply.ok(json(begin(context, actor, address, ""))));
    }

    private Session begin(RoutingContext context, Actor actor, String address, String fingerprint) {
        Authenticator.secret(context.request()).ifPresent(sessions::end);
        Sessions.Opened opened = sessions.open(actor, fingerprint);
        context.response().addCookie(cookie(opened.secret()).setMaxAge(Sessions.LONGEST.toSeconds()));
        audit.note(actor.user(), "sign-in", address, "");
        return opened.session();
    }

    private void refused(RoutingContext context, String name, String address) {
        audit.note(name, "sign-in failed", address, "");
        Api.fail(context, Problem.of(401, "the name or the password is wrong"));
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(Authenticator.COOKIE, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT);
    }

    private static JsonObject json(Session session) {
        Actor actor = session.actor();
        return new JsonObject()
                .put("id", actor.user())
                .put("username", actor.user())
                .put("role", actor.role().word())
                .put(
                        "settlements",
                        new JsonArray(actor.settlements().stream().sorted().toList()))
                .put(
                        "utilities",
                        new JsonArray(actor.utilities().stream().sorted().toList()))
                .put("home", actor.home().orElse(null))
                .put("csrf", session.csrf());
    }

    private static String text(JsonObject body, String name) {
        if (body.getValue(name) instanceof String text && !text.isEmpty() && text.length() <= LONGEST_INPUT) {
            return text;
        }
        throw Problem.badRequest(name + " is missing or too long");
    }
}
