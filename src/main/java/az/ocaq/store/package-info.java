/** Where readings are kept as time series. {@link az.ocaq.store.TimeSeriesStore} states the contract that every implementation passes. */
@NullMarked
@CheckReturnValue
package az.ocaq.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
