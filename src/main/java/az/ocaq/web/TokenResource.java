package az.ocaq.web;

import az.ocaq.access.Extent;
import az.ocaq.access.Reach;
import az.ocaq.access.Tokens;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** {@code /tokens}: what scripts sign in with. Everybody makes and removes their own; an administrator sees all. */
final class TokenResource {
    private static final int USUAL_DAYS = 90;

    private final Tokens tokens;
    private final Runnable changed;

    /**
     * Serves the tokens.
     *
     * @param changed is told when a token is no longer good
     */
    TokenResource(Tokens tokens, Runnable changed) {
        this.tokens = tokens;
        this.changed = changed;
    }

    Future<Reply> list(Request request) {
        return tokens.list(account(request.reach())).map(all -> {
            JsonArray items = new JsonArray();
            all.forEach(it -> items.add(json(it)));
            return Reply.ok(new JsonObject().put("items", items).putNull("next"));
        });
    }

    Future<Reply> create(Request request) {
        Object days = request.body().getValue("days", USUAL_DAYS);
        if (!(days instanceof Integer number) || number < 1 || number > Tokens.LONGEST.toDays()) {
            throw Problem.badRequest("days must be a whole number from 1 to " + Tokens.LONGEST.toDays());
        }
        boolean readOnly = !Boolean.FALSE.equals(request.body().getValue("read_only", true));
        Tokens.Wish wish = new Tokens.Wish(
                request.actor().user(),
                request.requiredText("title"),
                readOnly,
                AccountResource.words(request.body(), "settlements"),
                Duration.ofDays(number));
        return tokens.create(wish).map(made -> Reply.ok(json(made.token()).put("token", made.text())));
    }

    Future<Reply> remove(Request request) {
        String id = request.path().getOrDefault("token", "");
        return tokens.remove(id, account(request.reach())).map(removed -> {
            if (!removed) {
                throw Problem.notFound("there is no such token");
            }
            changed.run();
            return Reply.nothing();
        });
    }

    private static Optional<String> account(Reach reach) {
        return reach.extent() == Extent.ALL
                ? Optional.empty()
                : Optional.of(reach.actor().user());
    }

    private static JsonObject json(Tokens.Token token) {
        return new JsonObject()
                .put("id", token.id())
                .put("account", token.account())
                .put("title", token.title())
                .put("read_only", token.readOnly())
                .put(
                        "settlements",
                        new JsonArray(token.settlements().stream().sorted().toList()))
                .put("created_at", token.createdAt().toEpochMilli())
                .put("expires_at", token.expiresAt().toEpochMilli());
    }
}
