/**
 * How well alarms and supply are: figures after EEMUA 191, ISA-18.2 and IEEE 1366, computed from the journal. Pure but for
 * {@link az.ocaq.alarm.kpi.Journal}, which reads it.
 */
@NullMarked
@CheckReturnValue
package az.ocaq.alarm.kpi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
