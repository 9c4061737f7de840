/** Home Assistant's MQTT discovery: what configs describe, and the states that come under the topics they name. */
@NullMarked
@CheckReturnValue
package az.ocaq.decode.discovery;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
