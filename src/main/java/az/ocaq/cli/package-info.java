/** One class per command of {@code ./ocaq}. */
@NullMarked
@CheckReturnValue
package az.ocaq.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
