/**
 * What a rule would have said of what is stored: rules are run over the past in event time, by the engine that runs live.
 * Blocks; for worker threads.
 */
@NullMarked
package az.ocaq.alarm.backtest;

import org.jspecify.annotations.NullMarked;
