/** Messages in from a broker (Eclipse Paho, manual acknowledgement) and out to one. Paho's threads only copy and hand over. */
@NullMarked
@CheckReturnValue
package az.ocaq.mqtt;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
