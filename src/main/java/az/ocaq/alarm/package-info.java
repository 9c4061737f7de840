/** Alarms after ISA-18.2: rules, states, the engine (pure, in event time) and the journal. {@code docs/alarm-rules.md} is the users' view. */
@NullMarked
@CheckReturnValue
package az.ocaq.alarm;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
