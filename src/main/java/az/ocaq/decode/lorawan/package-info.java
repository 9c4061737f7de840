/** LoRaWAN network servers and the codecs of the devices behind them: from an uplink to readings. One event-loop context. */
@NullMarked
@CheckReturnValue
package az.ocaq.decode.lorawan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
