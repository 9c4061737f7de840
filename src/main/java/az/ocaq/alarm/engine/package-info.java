/**
 * The alarm engine: pure and deterministic in event time, with a virtual clock and no I/O. In come samples, events and the passing of time; out come transitions and messages. Not thread-safe. Times inside are epoch milliseconds, because they are compared for every sample.
 */
@NullMarked
@CheckReturnValue
package az.ocaq.alarm.engine;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
