/** Tests of the pages in {@code dashboards/}: their files, and what a browser makes of them over the real web server. */
@NullMarked
@CheckReturnValue
package az.ocaq.pages;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
