package az.ocaq.access;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
@ParameterizedClass
@EnumSource
final class AccountsTest {
    private final OperationalDatabase kind;
    private final Vertx vertx = Vertx.vertx();
    private Database database;
    private Accounts accounts;

    AccountsTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = kind.open(vertx);
        accounts = QuickAccounts.open(vertx, database, Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        accounts.close();
        database.close();
        done(vertx.close());
    }

    @Test
    void create_sameNameAtOnce_isOneAccount_theOthersAreToldInWords() throws Exception {
        for (int i = 0; i < 10; i++) {
            Actor account = new Actor("operator-" + i, Role.OPERATOR, Set.of(), Set.of(), Optional.empty());
            List<Future<Void>> made = IntStream.range(0, 8)
                    .mapToObj(it -> accounts.create(account, "correct horse"))
                    .toList();
            var unusedEnd = done(Future.join(made).otherwiseEmpty());

            assertThat(made).filteredOn(Future::succeeded).hasSize(1);
            assertThat(made)
                    .filteredOn(Future::failed)
                    .extracting(Future::cause)
                    .allSatisfy(it -> assertThat(it)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("there is an account '" + account.user() + "' already"));
        }
    }
}
