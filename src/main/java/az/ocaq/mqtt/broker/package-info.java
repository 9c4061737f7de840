/** The broker inside the server: Apache Artemis with its journal on disk. */
@NullMarked
@CheckReturnValue
package az.ocaq.mqtt.broker;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
