/** Strict YAML: unknown keys, wrong values and broken references fail with file, line and key. Blocking; used at start. */
@NullMarked
@CheckReturnValue
package az.ocaq.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
