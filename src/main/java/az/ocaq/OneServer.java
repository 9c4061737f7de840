package az.ocaq;

import az.ocaq.database.Database;
import az.ocaq.database.DatabaseException;
import az.ocaq.database.Tenure;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** That no second server judges and tells on the same PostgreSQL database: the second one ends, or waits as a standby. */
final class OneServer {
    private static final Logger LOG = LoggerFactory.getLogger(OneServer.class);
    private static final long LOOK_SECONDS = 2;
    private static final int MOST_ROUNDS_WITHOUT_IT = 12;
    private static final int LOOKS_AFTER_TROUBLE = 1 + (int) (Tenure.TERM.toSeconds() / LOOK_SECONDS);

    private final Settings.DatabaseAccess access;
    private final String server;
    private String said = "";
    private int roundsWithoutIt;
    private boolean renewing;

    /** @param server what tells this server from others */
    OneServer(Settings.DatabaseAccess access, String server) {
        this.access = access;
        this.server = server;
    }

    /**
     * Before anything is opened that the other server uses: returns when there is none. A standby waits for that; otherwise
     * fails with a {@link StartException} that names the other.
     */
    void await() {
        if (access.url().isEmpty()) {
            return;
        }
        if (!access.standby()) {
            other().ifPresent(it -> {
                throw new StartException(
                        "the database " + access.url() + " is in use: " + it
                                + ". Stop that one, name another database, or set database.standby to take over when it is gone");
            });
            return;
        }
        int free = 0;
        int enough = 1;
        while (free < enough) {
            try {
                Optional<Tenure.Holder> other = other();
                free = other.isEmpty() ? free + 1 : 0;
                enough = other.isEmpty() ? enough : 1;
                other.ifPresent(it -> say(it.toString()));
            } catch (DatabaseException e) {
                // when the database is back, the server that uses it is to be first
                free = 0;
                enough = LOOKS_AFTER_TROUBLE;
                say(String.valueOf(e.getMessage()));
            }
            if (free < enough) {
                rest();
            }
        }
        if (!said.isEmpty()) {
            LOG.info("standby state=over, this server takes the database");
        }
    }

    private void say(String why) {
        if (!why.equals(said)) {
            LOG.info("standby state=waiting reason=\"{}\"", why);
            said = why;
        }
    }

    private Optional<Tenure.Holder> other() {
        return Tenure.other(
                access.url(), access.credentials().user(), access.credentials().password(), server);
    }

    private static void rest() {
        try {
            TimeUnit.SECONDS.sleep(LOOK_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("stopped while waiting for the database", e);
        }
    }

    /** From now on no other server may use the database; fails with a {@link DatabaseException} when one does. */
    void take(Database database) {
        database.take(
                server, () -> end("another server has taken over the database while this one was frozen or cut off"));
    }

    /**
     * Goes on being the one; to be done several times within {@link Tenure#TERM}, on one context. Without the database for a
     * minute, a server with a standby cannot know whether it is still the one, and ends: else both would ask the broker for the
     * same session in turns.
     */
    void stay(Database database) {
        roundsWithoutIt++;
        if (access.standby() && roundsWithoutIt > MOST_ROUNDS_WITHOUT_IT) {
            end("this server has not reached the database for a minute, another may have taken over");
        }
        if (!renewing) {
            renewing = true;
            var unused = database.renew()
                    .onSuccess(done -> roundsWithoutIt = 0)
                    .onFailure(failure -> LOG.debug("the database is not kept for now", failure))
                    .onComplete(done -> renewing = false);
        }
    }

    /** Whatever this one still did would be done twice. */
    private static void end(String why) {
        LOG.error("{}: it ends, to be started again", why);
        Runtime.getRuntime().halt(1);
    }
}
