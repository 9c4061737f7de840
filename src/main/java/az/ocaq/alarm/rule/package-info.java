/**
 * What an alarm rule says: immutable records, and the strict reader of {@code config/alarms/*.yaml}, whose grammar scenario files share.
 */
@NullMarked
@CheckReturnValue
package az.ocaq.alarm.rule;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
