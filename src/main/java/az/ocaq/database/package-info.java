/** Operational data (alarms, outbox, accounts, quarantine): connection and migrations. Same SQL on H2 and PostgreSQL. */
@NullMarked
@CheckReturnValue
package az.ocaq.database;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
