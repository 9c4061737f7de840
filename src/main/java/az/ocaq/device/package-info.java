/** Settlements, sites, device types and devices: immutable descriptions read from {@code devices/}, any thread. */
@NullMarked
@CheckReturnValue
package az.ocaq.device;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
