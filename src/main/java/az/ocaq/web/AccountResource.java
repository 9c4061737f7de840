package az.ocaq.web;

import az.ocaq.access.Accounts;
import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import az.ocaq.device.DeviceRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** {@code /accounts}: who may sign in. */
final class AccountResource {
    private final Accounts accounts;
    private final DeviceRegistry registry;
    private final Consumer<String> changed;

    /**
     * Serves the accounts.
     *
     * @param changed is told of each account whose rights or password are no longer what they were
     */
    AccountResource(Accounts accounts, DeviceRegistry registry, Consumer<String> changed) {
        this.accounts = accounts;
        this.registry = registry;
        this.changed = changed;
    }

    Future<Reply> list(Request request) {
        return accounts.all().map(all -> {
            JsonArray items = new JsonArray();
            all.forEach(it -> items.add(json(it)));
            return Reply.ok(new JsonObject().put("items", items).putNull("next"));
        });
    }

    Future<Reply> create(Request request) {
        Actor account = account(request, request.requiredText("username"));
        return accounts.create(account, request.requiredText("password")).map(done -> Reply.ok(json(account)));
    }

    /** Replaces role and scope, and the password when one is given. */
    Future<Reply> replace(Request request) {
        Actor account = account(request, request.path().getOrDefault("account", ""));
        Optional<String> password = request.text("password").filter(it -> !it.isEmpty());
        return accounts.find(account.user())
                .compose(found -> found.isPresent()
                        ? accounts.change(account)
                        : Future.failedFuture(Problem.notFound("there is no such account")))
                .compose(done -> password.isPresent()
                        ? accounts.changePassword(account.user(), password.get())
                        : Future.succeededFuture())
                .map(done -> {
                    changed.accept(account.user());
                    return Reply.ok(json(account));
                });
    }

    Future<Reply> remove(Request request) {
        String name = request.path().getOrDefault("account", "");
        if (name.equals(request.actor().user())) {
            throw Problem.of(409, "nobody removes the account they are signed in with");
        }
        return accounts.find(name)
                .compose(found -> found.isPresent()
                        ? accounts.remove(name)
                        : Future.failedFuture(Problem.notFound("there is no such account")))
                .map(done -> {
                    changed.accept(name);
                    return Reply.nothing();
                });
    }

    private Actor account(Request request, String name) {
        Set<String> settlements = words(request.body(), "settlements");
        settlements.stream()
                .filter(it -> registry.settlement(it).isEmpty())
                .findFirst()
                .ifPresent(it -> {
                    throw Problem.badRequest("one of settlements is not known");
                });
        Optional<String> home = request.text("home").filter(it -> !it.isEmpty());
        home.filter(it -> !isSite(it)).ifPresent(it -> {
            throw Problem.badRequest("home must be settlement/site of a known site");
        });
        Role role = Words.parse("role", request.requiredText("role"), Role.class);
        return new Actor(name, role, settlements, words(request.body(), "utilities"), home);
    }

    private boolean isSite(String home) {
        String[] parts = home.split("/", -1);
        return parts.length == 2 && registry.site(parts[0], parts[1]).isPresent();
    }

    static Set<String> words(JsonObject body, String name) {
        Object value = body.getValue(name);
        if (value == null) {
            return Set.of();
        }
        Set<String> words = new LinkedHashSet<>();
        if (value instanceof JsonArray array && array.size() <= 200) {
            for (Object word : array) {
                if (!(word instanceof String text) || !text.matches("[a-z0-9][a-z0-9._-]{0,95}")) {
                    throw Problem.badRequest(name + " must be a list of words");
                }
                words.add(text);
            }
            return words;
        }
        throw Problem.badRequest(name + " must be a list of at most 200 words");
    }

    private static JsonObject json(Actor account) {
        return new JsonObject()
                .put("id", account.user())
                .put("username", account.user())
                .put("role", account.role().word())
                .put(
                        "settlements",
                        new JsonArray(account.settlements().stream().sorted().toList()))
                .put(
                        "utilities",
                        new JsonArray(account.utilities().stream().sorted().toList()))
                .put("home", account.home().orElse(null));
    }
}
