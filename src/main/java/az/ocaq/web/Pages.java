package az.ocaq.web;

import az.ocaq.access.Role;
import az.ocaq.access.Session;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Serves the pages. Confined to the web server's context. */
final class Pages {
    private static final String LIBRARY_CACHE = "public, max-age=604800";
    private static final String PAGE_CACHE = "no-cache";

    private final Vertx vertx;
    private final Assets assets;
    private final Authenticator authenticator;
    private final Headers headers;

    Pages(Vertx vertx, Assets assets, Authenticator authenticator, Headers headers) {
        this.vertx = vertx;
        this.assets = assets;
        this.authenticator = authenticator;
        this.headers = headers;
    }

    /** Sends who is signed in to the page of their role, and everybody else to the page to sign in. */
    void start(RoutingContext context) {
        Optional<Session> session = authenticator.session(context.request());
        if (session.isPresent() && context.queryParams().isEmpty()) {
            var unused = context.response()
                    .setStatusCode(302)
                    .putHeader("Location", page(session.get().actor().role()))
                    .putHeader("Cache-Control", "no-store")
                    .end();
            return;
        }
        serve(context, "index.html");
    }

    /** Serves a file, or the page of a name without an extension. */
    void file(RoutingContext context) {
        String path = context.normalizedPath().substring(1);
        String last = path.substring(path.lastIndexOf('/') + 1);
        serve(context, last.contains(".") ? path : path + ".html");
    }

    private void serve(RoutingContext context, String path) {
        var unused = vertx.executeBlocking(() -> assets.find(path), false)
                .onSuccess(asset -> asset.ifPresentOrElse(
                        it -> send(context, path, it),
                        () -> Api.fail(context, Problem.notFound("there is no such page"))))
                .onFailure(failure -> Api.fail(context, failure));
    }

    private void send(RoutingContext context, String path, Asset asset) {
        HttpServerResponse response = context.response();
        boolean zipped = asset.zipped().length() > 0 && acceptsGzip(context);
        String tag = '"' + asset.tag() + (zipped ? "-gzip" : "") + '"';
        response.putHeader("Content-Type", asset.type())
                .putHeader("ETag", tag)
                .putHeader("Vary", "Accept-Encoding")
                .putHeader("Cache-Control", path.startsWith("lib/") ? LIBRARY_CACHE : PAGE_CACHE)
                .putHeader(Headers.CONTENT_SECURITY_POLICY, headers.policy(asset.scripts()));
        if (matches(context, asset.tag())) {
            var unused = response.setStatusCode(304).end();
            return;
        }
        // naming an encoding also keeps the server from compressing it once more
        Buffer body = zipped ? asset.zipped() : asset.plain();
        response.putHeader("Content-Encoding", zipped ? "gzip" : "identity")
                .putHeader("Content-Length", Integer.toString(body.length()));
        boolean head = context.request().method().equals(HttpMethod.HEAD);
        var unused = head ? response.end() : response.end(body);
    }

    private static boolean matches(RoutingContext context, String tag) {
        String known = context.request().getHeader("If-None-Match");
        return known != null && known.contains(tag);
    }

    private static boolean acceptsGzip(RoutingContext context) {
        String accepted = context.request().getHeader("Accept-Encoding");
        return accepted != null && accepted.contains("gzip");
    }

    /** The page of a role. */
    static String page(Role role) {
        return switch (role) {
            case ADMIN, ENGINEER, OPERATOR -> "/operator";
            case CREW -> "/crew";
            case RESIDENT -> "/home";
        };
    }
}
