/** Who may do what: roles, scopes and the one table of rights. Pure values, any thread. */
@NullMarked
@CheckReturnValue
package az.ocaq.access;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
