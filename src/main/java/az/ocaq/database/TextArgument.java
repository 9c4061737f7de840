package az.ocaq.database;

import java.sql.Types;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/** Texts as both databases take them: PostgreSQL refuses NUL, which topics, names and notes of strangers may hold. */
final class TextArgument extends AbstractArgumentFactory<String> {
    TextArgument() {
        super(Types.VARCHAR);
    }

    @Override
    protected Argument build(String text, ConfigRegistry config) {
        return (position, statement, context) -> statement.setString(position, text.replace('\0', '\uFFFD'));
    }
}
