/**
 * Alarm scenarios, one JSON object a line: expanded, run against the real engine in simulated time, and compared.
 */
@NullMarked
@CheckReturnValue
package az.ocaq.alarm.scenario;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
