/** Reads device types and fleets from {@code devices/}, strictly. At start, on the starting thread. */
@NullMarked
@CheckReturnValue
package az.ocaq.fleet;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
