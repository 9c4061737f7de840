package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.CrewAct;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/** Takes the pictures of crews. Confined to the web server's context. */
final class PhotoResource {
    static final String ROUTE = "POST /alarms/{alarm}/photos";
    static final long LARGEST = 5 << 20;

    private static final Set<String> PARAMETERS = Set.of("id", "occurrence", "at", "sent_at");

    private final Api api;
    private final AlarmDesk desk;
    private final AlarmSight sight;
    private final AlarmJson json;
    private final WorkerExecutor worker;

    PhotoResource(Vertx vertx, Api api, AlarmDesk desk, AlarmSight sight, AlarmJson json) {
        this.api = api;
        this.desk = desk;
        this.sight = sight;
        this.json = json;
        this.worker = vertx.createSharedWorkerExecutor("pictures", 1);
    }

    void add(RoutingContext context) {
        var unused = api.admit(context, ROUTE)
                .compose(admitted -> add(context, admitted.reach()))
                .onSuccess(reply -> Api.send(context, reply))
                .onFailure(failure -> Api.fail(context, failure));
    }

    private Future<Reply> add(RoutingContext context, Reach reach) {
        Query query = Api.query(context);
        query.only(PARAMETERS);
        CrewAct act = Deed.of(deed(query), CrewAct.Kind.PHOTO, "", "");
        if (act.id().isEmpty()) {
            throw Problem.badRequest("id is missing");
        }
        Request request = new Request(context.pathParams(), query, reach, new JsonObject());
        long alarm = request.number("alarm");
        Buffer body = context.body() == null || context.body().buffer() == null
                ? Buffer.buffer()
                : context.body().buffer();
        return api.onPipeline(() -> seen(reach, alarm))
                .compose(seen -> worker.executeBlocking(() -> Picture.jpeg(body.getBytes(), AlarmDesk.LARGEST_PHOTO)))
                .compose(jpeg -> api.onPipeline(() -> desk.photo(alarm, jpeg, act, reach.actor())))
                .map(it -> {
                    api.noteAct(reach, ROUTE, context.normalizedPath(), body.length() + " bytes");
                    return Reply.ok(json.of(it, true));
                });
    }

    private Future<Alarm> seen(Reach reach, long id) {
        return Future.succeededFuture(desk.alarm(id)
                .filter(it -> sight.sees(reach, it))
                .orElseThrow(() -> Problem.notFound("there is no such alarm")));
    }

    /** The query as the body of any other act has it. */
    private static JsonObject deed(Query query) {
        JsonObject deed = new JsonObject();
        query.text("id").ifPresent(it -> deed.put("id", it));
        int occurrence = query.integer("occurrence", 0, 999_999_999, -1);
        if (occurrence >= 0) {
            deed.put("occurrence", occurrence);
        }
        for (String name : List.of("at", "sent_at")) {
            query.time(name).ifPresent(it -> deed.put(name, it.toEpochMilli()));
        }
        return deed;
    }
}
