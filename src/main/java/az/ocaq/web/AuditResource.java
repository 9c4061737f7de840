package az.ocaq.web;

import az.ocaq.access.AuditLog;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code /audit}: who changed what, and who read a household's values. */
final class AuditResource {
    private static final int USUAL_LIMIT = 200;
    private static final int MOST = 1_000;

    private final AuditLog audit;

    AuditResource(AuditLog audit) {
        this.audit = audit;
    }

    Future<Reply> list(Request request) {
        int limit = request.query().integer("limit", 1, MOST, USUAL_LIMIT);
        long before = request.query().integer("after", 0, 999_999_999, 999_999_999);
        return audit.newest(before, limit).map(entries -> {
            JsonArray items = new JsonArray();
            entries.forEach(it -> items.add(json(it)));
            boolean more = entries.size() == limit;
            String next = more ? String.valueOf(entries.get(limit - 1).id()) : null;
            return Reply.ok(new JsonObject().put("items", items).put("next", next));
        });
    }

    private static JsonObject json(AuditLog.Entry entry) {
        return new JsonObject()
                .put("id", entry.id())
                .put("at", entry.at().toEpochMilli())
                .put("who", entry.who())
                .put("action", entry.action())
                .put("target", entry.target())
                .put("detail", entry.detail())
                .put("count", entry.times());
    }
}
