/** What travels through Ocaq: messages, series, metrics, readings with their quality. Pure values, JDK only, any thread. */
@NullMarked
@CheckReturnValue
package az.ocaq.measurement;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
