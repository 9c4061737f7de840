package az.ocaq.access;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A token for a command that runs beside the server, on the same data: it may read everything, and both it and its account
 * are gone once it is given back.
 */
public final class TemporaryToken {
    private static final Duration LIFE = Duration.ofDays(1);

    private final Accounts accounts;
    private final String account;
    private final String text;

    private TemporaryToken(Accounts accounts, String account, String text) {
        this.accounts = accounts;
        this.account = account;
        this.text = text;
    }

    /** Makes one; {@code purpose} is a word that the audit log shows. */
    public static Future<TemporaryToken> make(Vertx vertx, Database database, Clock clock, String purpose) {
        return make(vertx, database, clock, purpose, true);
    }

    /** Like {@link #make(Vertx, Database, Clock, String)}, one that may also do what is no reading. */
    public static Future<TemporaryToken> makeWriting(Vertx vertx, Database database, Clock clock, String purpose) {
        return make(vertx, database, clock, purpose, false);
    }

    private static Future<TemporaryToken> make(
            Vertx vertx, Database database, Clock clock, String purpose, boolean readOnly) {
        SecureRandom random = new SecureRandom();
        String account = purpose + "-" + new BigInteger(40, random).toString(36);
        Actor actor = new Actor(account, Role.ADMIN, Set.of(), Set.of(), Optional.empty());
        Accounts accounts = new Accounts(vertx, database, clock);
        return accounts.create(actor, new BigInteger(200, random).toString(36))
                .compose(done ->
                        new Tokens(database, clock).create(new Tokens.Wish(account, purpose, readOnly, Set.of(), LIFE)))
                .map(made -> new TemporaryToken(accounts, account, made.text()));
    }

    /** What goes behind {@code Authorization: Bearer}. */
    public String text() {
        return text;
    }

    /** Removes token and account. */
    public Future<Void> giveBack() {
        return accounts.remove(account).onComplete(done -> accounts.close());
    }
}
