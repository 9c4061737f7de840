/** From an MQTT message to readings in canonical units, or the reason why not. One file per dialect; one event-loop context. */
@NullMarked
@CheckReturnValue
package az.ocaq.decode;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
