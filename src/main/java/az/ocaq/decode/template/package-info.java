/**
 * The harmless part of Home Assistant's templates: a value, a path into JSON, filters, arithmetic, conditions. No loops, no
 * calls into anything, bounded in time and memory: templates come from the network.
 */
@NullMarked
@CheckReturnValue
package az.ocaq.decode.template;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
