package az.ocaq.web;

import az.ocaq.Settings;
import az.ocaq.access.AuditLog;
import az.ocaq.access.OidcProvider;
import az.ocaq.access.OidcSettings;
import az.ocaq.access.SessionTable;
import az.ocaq.access.Sessions;
import az.ocaq.access.SignInLimit;
import az.ocaq.access.Tokens;
import az.ocaq.tls.TlsFiles;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: API, event stream, pages, health. It has an event loop of its own, so that what browsers ask for cannot
 * delay what devices send.
 */
public final class WebServer {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final long LARGEST_BODY = 64 << 10;
    private static final int LARGEST_HEADERS = 16 << 10;
    private static final int IDLE_SECONDS = 60;
    private static final long FLUSH_MILLIS = 2_000;
    private static final long ACCOUNTS_MILLIS = 15_000;

    private final WebParts parts;
    private final HttpServerOptions bounds;
    private final Verticle verticle;

    public WebServer(WebParts parts) {
        this(parts, IDLE_SECONDS);
    }

    /** @param idleSeconds after which a connection is ended that takes and sends nothing, a client that stopped reading, too */
    WebServer(WebParts parts, int idleSeconds) {
        this.parts = parts;
        this.bounds = bounds(idleSeconds);
        this.verticle = new Verticle();
    }

    /** Listens; the answer is the port. */
    public Future<Integer> start() {
        return parts.vertx().deployVerticle(verticle).map(id -> verticle.port());
    }

    /** Stops listening, ends all connections and writes what the audit log still holds. */
    public Future<Void> close() {
        return parts.vertx().undeploy(verticle.deploymentID());
    }

    /** Has connections from now on use the certificate that its files hold now; those that are open stay. */
    public Future<Void> renewCertificate() {
        ServerSSLOptions options = new ServerSSLOptions()
                .setUseAlpn(true)
                .setApplicationLayerProtocols(List.of("h2", "http/1.1"))
                .setKeyCertOptions(certificate(parts.http().tls().orElseThrow()));
        return verticle.server.updateSSLOptions(options, true).mapEmpty();
    }

    /** What runs on the web server's event loop. */
    private final class Verticle extends VerticleBase {
        private final AuditLog audit = new AuditLog(parts.database(), parts.clock());
        private final Sessions sessions = new Sessions(parts.clock());
        private final SessionTable kept = new SessionTable(
                parts.database(),
                sessions,
                parts.oidc().map(OidcSettings::fingerprint).orElse(""));
        private final Optional<OidcProvider> provider =
                parts.oidc().map(it -> new OidcProvider(parts.vertx(), it, parts.clock()));
        private final Patience patience = new Patience(parts.vertx());
        private HttpServer server = parts.vertx().createHttpServer();

        @Override
        public Future<?> start() {
            boolean secure = parts.http().tls().isPresent()
                    || parts.oidc()
                            .map(it -> it.redirect().toString().startsWith("https:"))
                            .orElse(false);
            Tokens tokens = new Tokens(parts.database(), parts.clock());
            Authenticator authenticator = new Authenticator(sessions, tokens, parts.clock());
            Api api = new Api(vertx, parts.pipeline(), authenticator, audit);
            Router router = Router.router(vertx);
            Headers headers = new Headers(secure);
            router.route().handler(headers::handle);
            addFailures(router);
            new Health(parts).addTo(router);
            Routes routes = new Routes(parts, hooks(tokens, authenticator));
            addPhotos(router, patience, api, routes.photos(api));
            router.route("/api/v1/*").handler(patience::body);
            router.route("/api/v1/*").handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
            SignInLimit limit = new SignInLimit(parts.clock());
            SessionResource session = new SessionResource(parts.accounts(), sessions, limit, audit, provider, secure);
            addSession(router, session, authenticator, api);
            addProvider(router, new OidcResource(provider, session, limit, audit, secure));
            addApi(router, api, routes, new SmsReportHook(parts.smsReports()));
            addLinks(router, new AcknowledgePage(api, parts));
            addWarnings(router, new CapFeed(api, parts));
            addPages(router, new Pages(vertx, new Assets(parts.dashboards()), authenticator, headers));
            var unused = vertx.setPeriodic(FLUSH_MILLIS, tick -> flush());
            var unusedToo = vertx.setPeriodic(ACCOUNTS_MILLIS, tick -> endChangedSessions());
            server = vertx.createHttpServer(options(parts.http(), bounds))
                    .connectionHandler(this::opened)
                    .invalidRequestHandler(WebServer::refuse)
                    .requestHandler(request -> {
                        patience.heard(request.connection());
                        router.handle(request);
                    });
            return kept.restore()
                    .compose(restored -> server.listen())
                    .compose(listening -> redirect(listening.actualPort()));
        }

        private Future<?> redirect(int port) {
            HttpsRedirect redirect = new HttpsRedirect(port);
            return parts.http().redirectPort() == 0
                    ? Future.succeededFuture()
                    : vertx.createHttpServer(bounds)
                            .connectionHandler(this::opened)
                            .invalidRequestHandler(WebServer::refuse)
                            .requestHandler(request -> {
                                patience.heard(request.connection());
                                redirect.handle(request);
                            })
                            .listen(parts.http().redirectPort(), parts.http().host());
        }

        private void opened(HttpConnection connection) {
            RequestDecoder.install(connection, bounds);
            patience.opened(connection);
        }

        @Override
        public Future<?> stop() {
            provider.ifPresent(OidcProvider::close);
            return server.close().eventually(audit::flush).eventually(kept::flush);
        }

        int port() {
            return server.actualPort();
        }

        /** Accounts change on the pipeline's context, sessions live on this one. */
        private Routes.Hooks hooks(Tokens tokens, Authenticator authenticator) {
            Context here = vertx.getOrCreateContext();
            return new Routes.Hooks(
                    vertx,
                    audit,
                    tokens,
                    user -> here.runOnContext(go -> {
                        sessions.endAll(user);
                        authenticator.forget();
                    }),
                    () -> here.runOnContext(go -> authenticator.forget()));
        }

        /** Commands change accounts, too, in another process. */
        private void endChangedSessions() {
            var unused = parts.accounts().changes().onSuccess(sessions::endChanged);
        }

        private void flush() {
            // what fails is kept for the next time; the audit log says so
            var unused = audit.flush();
            var unusedToo = kept.flush();
        }
    }

    /** Pictures are larger than other bodies and come slowly. */
    private static void addPhotos(Router router, Patience patience, Api api, PhotoResource photos) {
        String path = "/api/v1/alarms/:alarm/photos";
        router.post(path).handler(patience::largeBody);
        router.post(path).handler(context -> admitFirst(context, api));
        router.post(path).handler(BodyHandler.create(false).setBodyLimit(PhotoResource.LARGEST));
        router.post(path).handler(photos::add);
    }

    /** Nobody unknown fills the memory with a large body. */
    private static void admitFirst(RoutingContext context, Api api) {
        context.request().pause();
        var unused = api.admit(context, PhotoResource.ROUTE)
                .onSuccess(admitted -> {
                    context.request().resume();
                    context.next();
                })
                .onFailure(failure -> {
                    context.request().resume();
                    Api.fail(context, failure);
                });
    }

    private static void addSession(Router router, SessionResource session, Authenticator authenticator, Api api) {
        router.post("/api/v1/session").handler(session::open);
        router.get("/api/v1/session")
                .handler(context -> session.read(context, authenticator.session(context.request())));
        router.delete("/api/v1/session").handler(context -> {
            var unused = api.admit(context, "DELETE /session")
                    .onSuccess(admitted -> session.close(context))
                    .onFailure(failure -> Api.fail(context, failure));
        });
    }

    private static void addProvider(Router router, OidcResource provider) {
        router.get("/api/v1/session/providers").handler(provider::list);
        router.get("/api/v1/session/oidc").handler(provider::start);
        router.get(OidcSettings.CALLBACK).handler(provider::callback);
    }

    private static void addApi(Router router, Api api, Routes routes, SmsReportHook reports) {
        for (Route route : routes.all()) {
            boolean reads = route.method().equals(HttpMethod.GET);
            (reads ? read(router, route.routerPath()) : router.route(route.method(), route.routerPath()))
                    .handler(context -> api.handle(context, route));
        }
        router.post("/api/v1/sms-reports").handler(reports::take);
        router.get("/api/v1/live").handler(routes.live(api)::open);
        router.get("/api/v1/export").handler(routes.export(api)::open);
        OpenApi document = OpenApi.load();
        router.get("/api/v1/openapi.json").handler(context -> Api.send(context, Reply.ok(document.json())));
    }

    /** Opening a link shows; only its button acts. */
    private static void addLinks(Router router, AcknowledgePage page) {
        read(router, "/ack/:token").handler(page::show);
        router.post("/ack/:token").handler(page::act);
    }

    private static void addWarnings(Router router, CapFeed feed) {
        read(router, "/api/v1/cap").handler(feed::feed);
        read(router, "/api/v1/cap/:warning").handler(feed::document);
    }

    private static void addPages(Router router, Pages pages) {
        read(router, "/").handler(pages::start);
        router.routeWithRegex("/api/.*")
                .handler(context -> Api.fail(context, Problem.notFound("there is no such resource")));
        read(router, "/*").handler(pages::file);
    }

    /** Watchers, balancers and mail scanners ask with HEAD as well. */
    static io.vertx.ext.web.Route read(Router router, String path) {
        return router.get(path).method(HttpMethod.HEAD);
    }

    /** What the router itself refuses, and what a handler throws, is answered like everything else. */
    private static void addFailures(Router router) {
        router.route().failureHandler(WebServer::failed);
        for (int status : new int[] {400, 404, 405, 408, 413, 415}) {
            router.errorHandler(status, WebServer::failed);
        }
    }

    private static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        boolean ofRouter = failure == null || (!(failure instanceof Problem) && context.statusCode() != 500);
        Api.fail(context, ofRouter ? Problem.of(context.statusCode(), reason(context)) : failure);
    }

    /** What is no HTTP: the connection ends with the answer, which says so, lest a client uses it once more. */
    private static void refuse(HttpServerRequest request) {
        var unused = request.response().putHeader("Connection", "close");
        HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
    }

    private static String reason(RoutingContext context) {
        return switch (context.statusCode()) {
            case 404 -> "there is no such resource";
            case 405 -> "this resource does not know this method";
            case 413 -> "the body may have at most " + largest(context.normalizedPath()) + " bytes";
            default -> "the request cannot be understood";
        };
    }

    private static long largest(String path) {
        return path.endsWith("/photos") ? PhotoResource.LARGEST : LARGEST_BODY;
    }

    private static HttpServerOptions options(Settings.Http http, HttpServerOptions bounds) {
        HttpServerOptions options = new HttpServerOptions(bounds)
                .setHost(http.host())
                .setPort(http.port())
                .setCompressionSupported(true);
        http.tls().ifPresent(tls -> options.setSsl(true).setUseAlpn(true).setKeyCertOptions(certificate(tls)));
        LOG.info(
                "web server host={} port={} tls={}",
                http.host(),
                http.port(),
                http.tls().isPresent());
        return options;
    }

    /** What a connection may cost that says little or much. */
    private static HttpServerOptions bounds(int idleSeconds) {
        return new HttpServerOptions()
                // else a connection that says nothing waits, unseen, for the preface of HTTP/2
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setIdleTimeout(idleSeconds)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    private static PemKeyCertOptions certificate(TlsFiles tls) {
        return new PemKeyCertOptions()
                .setCertPath(tls.certificate().toString())
                .setKeyPath(tls.key().toString());
    }
}
