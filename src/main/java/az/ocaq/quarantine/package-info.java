/** Messages that no decoder could use, kept whole and bounded in the database until somebody replays or deletes them. */
@NullMarked
@CheckReturnValue
package az.ocaq.quarantine;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
