/**
 * The time-series store on an InfluxDB server: line protocol in through its write API, InfluxQL out, which versions 1, 2 and 3
 * speak. The words of InfluxDB stay in here. Blocking calls run on threads of its own.
 */
@NullMarked
@CheckReturnValue
package az.ocaq.store.influx;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
