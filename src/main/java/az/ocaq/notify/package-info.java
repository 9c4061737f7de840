/**
 * From an alarm to a person: takes messages from the outbox, which the alarms' transactions fill, and sends them by mail,
 * webhook, SMS, Telegram, Web Push and MQTT. A message is tried again until it is accepted or given up; a restart changes nothing.
 */
@NullMarked
@CheckReturnValue
package az.ocaq.notify;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
