/** The time-series store inside the server: QuestDB, one narrow, deduplicated table per settlement. */
@NullMarked
@CheckReturnValue
package az.ocaq.store.questdb;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
