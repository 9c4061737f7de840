/** OPC UA PubSub in JSON (Part 14): data messages and the metadata that describes them. One event-loop context. */
@NullMarked
@CheckReturnValue
package az.ocaq.decode.opcua;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
