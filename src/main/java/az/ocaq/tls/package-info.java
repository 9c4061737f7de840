/** Certificates of our own servers: read, checked, and noticed when they are renewed. */
@NullMarked
@CheckReturnValue
package az.ocaq.tls;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
