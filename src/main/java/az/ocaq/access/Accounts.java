package az.ocaq.access;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The accounts of people, kept in the database with slow hashes of their passwords. Hashing runs on two own threads, so that
 * a flood of sign-ins cannot take the database's. Thread-safe.
 */
public final class Accounts implements AutoCloseable {
    /** Passwords shorter than this are refused. */
    public static final int SHORTEST_PASSWORD = 8;

    private static final int LONGEST_PASSWORD = 200;
    private static final int HASHING_THREADS = 2;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private final Database database;
    private final WorkerExecutor hashing;
    private final Clock clock;
    private final int rounds;
    private final SecureRandom random = new SecureRandom();
    private final String unknown;

    public Accounts(Vertx vertx, Database database, Clock clock) {
        this(vertx, database, clock, PasswordHash.ROUNDS);
    }

    /** With another number of rounds: tests sign in often. */
    Accounts(Vertx vertx, Database database, Clock clock, int rounds) {
        this.database = database;
        this.clock = clock;
        this.rounds = rounds;
        this.hashing = vertx.createSharedWorkerExecutor("sign-in", HASHING_THREADS);
        this.unknown = PasswordHash.ofNobody(rounds, random);
    }

    /**
     * Who signs in with these; empty when there is no such account or the password is another. Both take the same time, so
     * that nobody learns which accounts exist.
     */
    public Future<Optional<Actor>> signIn(String name, String password) {
        if (password.length() > LONGEST_PASSWORD || !NAME.matcher(name).matches()) {
            return Future.succeededFuture(Optional.empty());
        }
        return database.transact(handle -> row(handle, name)).compose(row -> {
            String hash = row.map(AccountRow::password).orElse(unknown);
            return hashing.executeBlocking(() -> PasswordHash.matches(password, hash), false)
                    .map(matches -> matches ? row.map(AccountRow::actor) : Optional.empty());
        });
    }

    /** The account of a name. */
    public Future<Optional<Actor>> find(String name) {
        return database.transact(handle -> row(handle, name).map(AccountRow::actor));
    }

    /** Whether there is an account of a name. */
    public static boolean exists(Handle handle, String name) {
        return row(handle, name).isPresent();
    }

    /** All accounts by name. */
    public Future<List<Actor>> all() {
        return database.transact(handle -> handle.createQuery("SELECT * FROM account ORDER BY name")
                .map((rs, ctx) -> AccountRow.of(rs).actor())
                .list());
    }

    /** When each account last changed. */
    public Future<Map<String, Instant>> changes() {
        return database.transact(handle -> handle
                .createQuery("SELECT name, changed_at FROM account")
                .map((row, ctx) -> Map.entry(
                        row.getString("name"), row.getTimestamp("changed_at").toInstant()))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Makes an account. Fails with an {@link IllegalArgumentException} that says what is wrong. */
    public Future<Void> create(Actor account, String password) {
        return hashed(password).compose(hash -> database.transact(handle -> insert(handle, account, hash)));
    }

    /** Replaces an account's password. Fails with an {@link IllegalArgumentException} when there is no such account. */
    public Future<Void> changePassword(String name, String password) {
        return hashed(password)
                .compose(hash -> database.transact(handle -> required(
                        handle.createUpdate("UPDATE account SET password = :hash, changed_at = :now WHERE name = :name")
                                .bind("hash", hash)
                                .bind("now", clock.instant())
                                .bind("name", name)
                                .execute(),
                        name)));
    }

    /** Replaces an account's role and scope. Fails with an {@link IllegalArgumentException} when there is no such account. */
    public Future<Void> change(Actor account) {
        check(account);
        return database.transact(handle -> required(
                handle.createUpdate(
                                "UPDATE account SET role = :role, settlements = :settlements, utilities = :utilities,"
                                        + " home = :home, changed_at = :now WHERE name = :name")
                        .bindMap(AccountRow.columns(account))
                        .bind("now", clock.instant())
                        .execute(),
                account.user()));
    }

    /** Removes an account and its tokens. Fails with an {@link IllegalArgumentException} when there is no such account. */
    public Future<Void> remove(String name) {
        return database.transact(handle -> required(
                handle.createUpdate("DELETE FROM account WHERE name = :name")
                        .bind("name", name)
                        .execute(),
                name));
    }

    @Override
    public void close() {
        var unused = hashing.close();
    }

    private Future<String> hashed(String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            return Future.failedFuture(new IllegalArgumentException(
                    "a password must have from " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters"));
        }
        return hashing.executeBlocking(() -> PasswordHash.of(password, rounds, random), false);
    }

    private Void insert(Handle handle, Actor account, String hash) {
        check(account);
        if (row(handle, account.user()).isPresent()) {
            throw new IllegalArgumentException("there is an account '" + account.user() + "' already");
        }
        var unused = handle.createUpdate("INSERT INTO account"
                        + " (name, role, settlements, utilities, home, password, created_at, changed_at) VALUES"
                        + " (:name, :role, :settlements, :utilities, :home, :password, :now, :now)")
                .bindMap(AccountRow.columns(account))
                .bind("password", hash)
                .bind("now", clock.instant())
                .execute();
        return null;
    }

    private static Optional<AccountRow> row(Handle handle, String name) {
        return handle.createQuery("SELECT * FROM account WHERE name = :name")
                .bind("name", name)
                .map((rs, ctx) -> AccountRow.of(rs))
                .findOne();
    }

    private static Void required(int changed, String name) {
        if (changed == 0) {
            throw new IllegalArgumentException("there is no account '" + name + "'");
        }
        return null;
    }

    private static void check(Actor account) {
        if (!NAME.matcher(account.user()).matches()) {
            throw new IllegalArgumentException(
                    "'" + account.user() + "' is no account name: a-z 0-9 . _ -, at most 64 characters");
        }
        boolean resident = account.role() == Role.RESIDENT;
        if (resident != account.home().isPresent()) {
            throw new IllegalArgumentException("a resident has one home, settlement/site, and nobody else has one");
        }
    }
}
