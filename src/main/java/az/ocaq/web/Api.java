package az.ocaq.web;

import az.ocaq.access.AuditLog;
import az.ocaq.access.Extent;
import az.ocaq.access.Reach;
import az.ocaq.access.Rights;
import az.ocaq.access.Role;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way into the API: who is it, may they, what do they ask, what is the answer, who must know. Runs on the web
 * server's context and asks resources on the pipeline's.
 */
final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final Vertx vertx;
    private final Context pipeline;
    private final Authenticator authenticator;
    private final AuditLog audit;

    Api(Vertx vertx, Context pipeline, Authenticator authenticator, AuditLog audit) {
        this.vertx = vertx;
        this.pipeline = pipeline;
        this.authenticator = authenticator;
        this.audit = audit;
    }

    /** A caller with the reach that the route gives. */
    record Admitted(Caller caller, Reach reach) {}

    void handle(RoutingContext context, Route route) {
        var unused = admit(context, route.key())
                .compose(admitted -> answer(context, route, admitted))
                .onSuccess(reply -> send(context, reply))
                .onFailure(failure -> fail(context, failure));
    }

    /** Who asks, when the table of rights lets them. */
    Future<Admitted> admit(RoutingContext context, String route) {
        return authenticator.caller(context.request()).map(caller -> {
            Extent extent = Rights.extent(route, caller.actor().role());
            if (extent == Extent.NONE) {
                throw Problem.forbidden(caller.actor().role().word() + " may not do this");
            }
            if (caller.readOnly() && !Authenticator.isRead(context.request().method())) {
                throw Problem.forbidden("this token may only read");
            }
            return new Admitted(caller, new Reach(caller.actor(), extent));
        });
    }

    /** Runs something on the pipeline's context; the future completes on this one. */
    <T> Future<T> onPipeline(Supplier<Future<T>> question) {
        Promise<T> promise = Promise.promise();
        Context here = vertx.getOrCreateContext();
        pipeline.runOnContext(start -> ask(question)
                .onComplete(result -> here.runOnContext(end -> {
                    if (result.succeeded()) {
                        promise.complete(result.result());
                    } else {
                        promise.fail(result.cause());
                    }
                })));
        return promise.future();
    }

    static Query query(RoutingContext context) {
        try {
            return new Query(context.queryParams());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("the query is not valid");
        }
    }

    /** Answers with what went wrong. */
    static void fail(RoutingContext context, Throwable failure) {
        Problem problem = Problem.of(failure);
        // of who has gone away there is nothing to tell, however often it does so
        if (problem.status() == 503 && !context.response().closed()) {
            LOG.warn("request failed method={} path={}", context.request().method(), context.normalizedPath(), failure);
        }
        if (context.response().headWritten() || context.response().closed()) {
            context.response().reset();
            return;
        }
        var unused = context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Cache-Control", "no-store")
                .end(problem.json().encode());
    }

    /** Answers with JSON. */
    static void send(RoutingContext context, Reply reply) {
        context.response().setStatusCode(reply.status()).putHeader("Cache-Control", "no-store");
        if (reply.body().isEmpty()) {
            var unused = context.response().end();
        } else if (reply.body().get() instanceof Buffer picture) {
            var unused =
                    context.response().putHeader("Content-Type", "image/jpeg").end(picture);
        } else {
            var unused = context.response()
                    .putHeader("Content-Type", "application/json")
                    .end(Json.encodeToBuffer(reply.body().get()));
        }
    }

    /** The body of a request, which must be a JSON object when there is one. */
    static JsonObject body(RoutingContext context) {
        Buffer body = context.body() == null ? null : context.body().buffer();
        if (body == null || body.length() == 0) {
            return new JsonObject();
        }
        String type =
                Optional.ofNullable(context.request().getHeader("Content-Type")).orElse("");
        if (!type.startsWith("application/json")) {
            throw Problem.of(415, "the body must be application/json");
        }
        try {
            if (Json.decodeValue(body) instanceof JsonObject object) {
                return object;
            }
        } catch (DecodeException e) {
            throw Problem.badRequest("the body is not valid JSON");
        }
        throw Problem.badRequest("the body must be a JSON object");
    }

    private Future<Reply> answer(RoutingContext context, Route route, Admitted admitted) {
        Query query = query(context);
        query.only(route.parameters());
        Request request = new Request(context.pathParams(), query, admitted.reach(), body(context));
        return onPipeline(() -> route.resource().answer(request)).map(reply -> {
            note(context, route, admitted, reply);
            return reply;
        });
    }

    private void note(RoutingContext context, Route route, Admitted admitted, Reply reply) {
        String user = admitted.caller().actor().user();
        if (!Authenticator.isRead(context.request().method())) {
            audit.note(user, route.key(), context.normalizedPath(), Secrets.masked(body(context)));
        } else {
            reply.household().ifPresent(home -> noteHousehold(admitted.reach(), route.key(), home));
        }
    }

    /** Notes that somebody did something that is no route of {@link Routes#all}. */
    void noteAct(Reach reach, String route, String path, String detail) {
        audit.note(reach.actor().user(), route, path, detail);
    }

    /** Notes that somebody who does not live there read a household's values. */
    void noteHousehold(Reach reach, String route, String home) {
        boolean own = reach.actor().role() == Role.RESIDENT;
        if (!own) {
            audit.note(reach.actor().user(), route, home, "household");
        }
    }

    private static <T> Future<T> ask(Supplier<Future<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            // a resource says what is wrong with a request by throwing; anything else is answered as our failure
            return Future.failedFuture(e);
        }
    }
}
