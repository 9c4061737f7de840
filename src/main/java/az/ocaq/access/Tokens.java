package az.ocaq.access;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** API tokens for scripts: each acts for an account, with its rights or fewer, until it expires. Thread-safe. */
public final class Tokens {
    /** The longest life of a token. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private static final String PREFIX = "ocaq";
    private static final int ID_BYTES = 9;
    private static final int SECRET_BYTES = 32;
    private static final int MOST_OF_ACCOUNT = 50;

    /**
     * What is known of a token; its secret is not.
     *
     * @param readOnly whether it may only read
     * @param settlements the only settlements it reaches; empty: those of its account
     */
    public record Token(
            String id,
            String account,
            String title,
            boolean readOnly,
            Set<String> settlements,
            Instant createdAt,
            Instant expiresAt) {
        public Token {
            settlements = Set.copyOf(settlements);
        }
    }

    /** What a new token is to be. */
    public record Wish(String account, String title, boolean readOnly, Set<String> settlements, Duration life) {
        public Wish {
            settlements = Set.copyOf(settlements);
        }
    }

    /** A new token and its text, which is shown once and kept by nobody here. */
    public record Made(Token token, String text) {}

    /** Whom a token speaks for. */
    public record Grant(Actor actor, boolean readOnly, Instant expiresAt) {}

    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Tokens(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Makes a token. Fails with an {@link IllegalArgumentException} that says what is wrong with the wish. */
    public Future<Made> create(Wish wish) {
        boolean lives = wish.life().compareTo(Duration.ZERO) > 0 && wish.life().compareTo(LONGEST) <= 0;
        if (!lives || wish.title().length() > 200) {
            return Future.failedFuture(new IllegalArgumentException("a token lives for at most " + LONGEST.toDays()
                    + " days and its title has at most 200 characters"));
        }
        Instant now = Instant.ofEpochMilli(clock.millis());
        String id = text(ID_BYTES);
        String secret = text(SECRET_BYTES);
        Token token = new Token(
                id, wish.account(), wish.title(), wish.readOnly(), wish.settlements(), now, now.plus(wish.life()));
        return database.transact(handle -> {
            int count = handle.createQuery("SELECT count(*) FROM api_token WHERE account = :account")
                    .bind("account", wish.account())
                    .mapTo(Integer.class)
                    .one();
            boolean known = handle.createQuery("SELECT count(*) FROM account WHERE name = :account")
                            .bind("account", wish.account())
                            .mapTo(Integer.class)
                            .one()
                    > 0;
            if (!known || count >= MOST_OF_ACCOUNT) {
                throw new IllegalArgumentException(
                        known
                                ? "an account has at most " + MOST_OF_ACCOUNT + " tokens"
                                : "there is no account '" + wish.account() + "'");
            }
            insert(handle, token, PasswordHash.ofSecret(secret));
            return new Made(token, String.join("_", PREFIX, id, secret));
        });
    }

    /** Whom the text of a token speaks for; empty when it is no token, or has expired or been removed. */
    public Future<Optional<Grant>> grant(String text) {
        String[] parts = text.split("_", 3);
        if (parts.length != 3 || !parts[0].equals(PREFIX) || text.length() > 200) {
            return Future.succeededFuture(Optional.empty());
        }
        byte[] hash = PasswordHash.ofSecret(parts[2]).getBytes(StandardCharsets.UTF_8);
        String sql = "SELECT t.hash, t.read_only, t.expires_at, t.settlements AS only_settlements, a.* FROM api_token t"
                + " JOIN account a ON a.name = t.account WHERE t.id = :id";
        return database.transact(handle -> handle.createQuery(sql)
                .bind("id", parts[1])
                .map((rs, ctx) ->
                        MessageDigest.isEqual(hash, rs.getString("hash").getBytes(StandardCharsets.UTF_8))
                                ? Optional.of(grant(rs))
                                : Optional.<Grant>empty())
                .findOne()
                .flatMap(it -> it)
                .filter(it -> it.expiresAt().isAfter(clock.instant())));
    }

    /** The tokens of an account, or of all, the newest first. */
    public Future<List<Token>> list(Optional<String> account) {
        return database.transact(handle ->
                handle
                        .createQuery("SELECT * FROM api_token ORDER BY created_at DESC, id")
                        .map((rs, ctx) -> token(rs))
                        .list()
                        .stream()
                        .filter(it -> account.isEmpty() || account.get().equals(it.account()))
                        .collect(Collectors.toList()));
    }

    /** Removes a token; false when there is none of this number, or not of this account. */
    public Future<Boolean> remove(String id, Optional<String> account) {
        return database.transact(handle ->
                handle.createUpdate("DELETE FROM api_token WHERE id = :id AND (:account = '' OR account = :account)")
                                .bind("id", id)
                                .bind("account", account.orElse(""))
                                .execute()
                        > 0);
    }

    private static void insert(org.jdbi.v3.core.Handle handle, Token token, String hash) {
        var unused = handle.createUpdate("INSERT INTO api_token"
                        + " (id, account, title, hash, read_only, settlements, created_at, expires_at) VALUES"
                        + " (:id, :account, :title, :hash, :readOnly, :settlements, :created, :expires)")
                .bind("id", token.id())
                .bind("account", token.account())
                .bind("title", token.title())
                .bind("hash", hash)
                .bind("readOnly", token.readOnly())
                .bind("settlements", AccountRow.joined(token.settlements()))
                .bind("created", token.createdAt())
                .bind("expires", token.expiresAt())
                .execute();
    }

    /** A token of some settlements never reaches more than its account does. */
    private static Grant grant(ResultSet row) throws SQLException {
        Actor account = AccountRow.of(row).actor();
        Set<String> only = AccountRow.words(row.getString("only_settlements"));
        Actor actor = only.isEmpty() ? account : Rights.narrowed(account, only);
        return new Grant(
                actor,
                row.getBoolean("read_only"),
                row.getTimestamp("expires_at").toInstant());
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getString("id"),
                row.getString("account"),
                row.getString("title"),
                row.getBoolean("read_only"),
                AccountRow.words(row.getString("settlements")),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant());
    }

    private String text(int bytes) {
        byte[] random = new byte[bytes];
        this.random.nextBytes(random);
        // The underscore separates the parts of a token's text.
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random).replace('_', 'x');
    }
}
