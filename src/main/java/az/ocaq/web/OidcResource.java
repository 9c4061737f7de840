package az.ocaq.web;

import az.ocaq.access.Actor;
import az.ocaq.access.AuditLog;
import az.ocaq.access.OidcException;
import az.ocaq.access.OidcProvider;
import az.ocaq.access.SignInLimit;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /session/oidc}: signing in at an OpenID Connect provider. What binds its answer to the browser that asked is kept in
 * a short-lived cookie, so that nothing grows here while people type their passwords there. Confined to the web server's
 * context.
 */
final class OidcResource {
    private static final Logger LOG = LoggerFactory.getLogger(OidcResource.class);
    private static final String COOKIE = "ocaq_sign_on";
    private static final String PATH = "/api/v1/session/oidc";
    private static final long COOKIE_SECONDS = 600;
    private static final int LONGEST_CODE = 4_000;

    private final Optional<OidcProvider> provider;
    private final SessionResource sessions;
    private final SignInLimit limit;
    private final AuditLog audit;
    private final boolean secure;

    OidcResource(
            Optional<OidcProvider> provider,
            SessionResource sessions,
            SignInLimit limit,
            AuditLog audit,
            boolean secure) {
        this.provider = provider;
        this.sessions = sessions;
        this.limit = limit;
        this.audit = audit;
        this.secure = secure;
    }

    /** The providers that the page to sign in offers: none or one. */
    void list(RoutingContext context) {
        JsonArray list = new JsonArray();
        provider.ifPresent(it -> list.add(new JsonObject()
                .put("id", "oidc")
                .put("name", it.settings().name())
                .put("href", PATH)));
        Api.send(context, Reply.ok(list));
    }

    /** Sends the browser to the provider. */
    void start(RoutingContext context) {
        var unused = required()
                .start()
                .onSuccess(start -> {
                    OidcProvider.Secrets secrets = start.secrets();
                    String kept = String.join(".", secrets.state(), secrets.nonce(), secrets.verifier());
                    context.response().addCookie(cookie(kept).setMaxAge(COOKIE_SECONDS));
                    leadTo(context, start.address().toString());
                })
                .onFailure(failure -> failed(context, failure));
    }

    /** Takes the provider's answer, which the browser brings. */
    void callback(RoutingContext context) {
        OidcProvider asked = required();
        Optional<OidcProvider.Secrets> secrets = secrets(context);
        context.response().addCookie(cookie("").setMaxAge(0));
        String state = parameter(context, "state");
        String code = parameter(context, "code");
        if (secrets.isEmpty() || !equal(state, secrets.get().state())) {
            refuse(context, "sso_again", "the answer does not belong to a sign-in of this browser");
        } else if (code.isEmpty()) {
            refuse(context, "sso_refused", "the provider said " + parameter(context, "error"));
        } else if (limit.attempt(address(context), "sso:").isPresent()) {
            refuse(context, "often", "too many attempts");
        } else {
            var unused = asked.claims(code, secrets.get())
                    .onSuccess(claims -> asked.settings()
                            .admit(claims)
                            .ifPresentOrElse(
                                    actor -> opened(context, actor),
                                    () -> refuse(context, "sso_unknown", "nobody admits sub=" + claims.get("sub"))))
                    .onFailure(failure -> failed(context, failure));
        }
    }

    private void opened(RoutingContext context, Actor actor) {
        limit.succeeded(address(context), "sso:");
        sessions.openedAtProvider(context, actor);
        leadTo(context, Pages.page(actor.role()));
    }

    private void failed(RoutingContext context, Throwable failure) {
        boolean down = failure instanceof OidcException problem && problem.unreachable();
        LOG.warn("single sign-on failed: {}", failure.getMessage());
        refuse(context, down ? "sso_down" : "sso_refused", String.valueOf(failure.getMessage()));
    }

    /** Leads to the page to sign in, which says it in the person's language. */
    private void refuse(RoutingContext context, String problem, String why) {
        audit.note("sso:", "sign-in failed", address(context), why);
        leadTo(context, "/?problem=" + problem);
    }

    private static void leadTo(RoutingContext context, String where) {
        var unused = context.response()
                .setStatusCode(302)
                .putHeader("Location", where)
                .putHeader("Cache-Control", "no-store")
                .end();
    }

    private OidcProvider required() {
        return provider.orElseThrow(() -> Problem.notFound("no provider is configured"));
    }

    /** Lax, because the browser comes back from another site. */
    private Cookie cookie(String value) {
        return Cookie.cookie(COOKIE, value)
                .setPath(PATH)
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.LAX);
    }

    private static Optional<OidcProvider.Secrets> secrets(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(COOKIE))
                .map(it -> it.getValue().split("\\.", -1))
                .filter(it -> it.length == 3 && !it[0].isEmpty() && !it[1].isEmpty() && it[2].length() >= 43)
                .map(it -> new OidcProvider.Secrets(it[0], it[1], it[2]));
    }

    private static String parameter(RoutingContext context, String name) {
        // fails with a Problem when the query is not valid at all
        Query unused = Api.query(context);
        return Optional.ofNullable(context.queryParams().get(name))
                .filter(it -> it.length() <= LONGEST_CODE)
                .orElse("");
    }

    private static String address(RoutingContext context) {
        return context.request().remoteAddress().hostAddress();
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
