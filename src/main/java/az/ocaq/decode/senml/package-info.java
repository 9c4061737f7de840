/** SenML (RFC 8428) in JSON and CBOR: from a pack to readings of the devices it names. On one event-loop context. */
@NullMarked
@CheckReturnValue
package az.ocaq.decode.senml;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
