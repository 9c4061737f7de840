/** How real devices word what they tell: topics and payloads of several conventions. One thread at a time. */
@NullMarked
@CheckReturnValue
package az.ocaq.simulation.convention;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
