/**
 * Load and capacity measurements of the whole server, {@code ocaq bench}: a load generator in this process, the server in
 * another, figures from the outside and counts from the store.
 */
@NullMarked
@CheckReturnValue
package az.ocaq.bench;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
