/** What devices connect to a broker with: kept as hashes in the database, asked by the embedded broker, written out for Mosquitto. */
@NullMarked
@CheckReturnValue
package az.ocaq.mqtt.credential;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
