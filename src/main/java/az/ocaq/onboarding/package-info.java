/**
 * Devices that speak and that nobody has registered: their last messages, and the homes that people give them. A home maps
 * the identity that a decoder reads from a message to one of the registry's. On the pipeline's event-loop context.
 */
@NullMarked
@CheckReturnValue
package az.ocaq.onboarding;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
