/** HTTP: the API, the event stream, sign-in, static pages. JSON shapes live here only. Runs on an event loop of its own and asks the pipeline's context for what is live. */
@NullMarked
@CheckReturnValue
package az.ocaq.web;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
