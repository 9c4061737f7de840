package az.ocaq.access;

import az.ocaq.database.Database;
import io.vertx.core.Vertx;
import java.time.Clock;

/** Accounts whose passwords are hashed with few rounds, for tests that sign in often. */
public final class QuickAccounts {
    private QuickAccounts() {}

    public static Accounts open(Vertx vertx, Database database, Clock clock) {
        return new Accounts(vertx, database, clock, 10);
    }
}
