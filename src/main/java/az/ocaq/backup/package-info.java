/** The archive that a server's data is copied into, and taken from again. */
@NullMarked
@CheckReturnValue
package az.ocaq.backup;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
