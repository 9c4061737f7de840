package az.ocaq.notify;

import az.ocaq.config.YamlMap;
import java.net.URI;
import java.util.Map;

/**
 * A bot of Telegram.
 *
 * @param url where the Bot API is, without a slash at the end
 * @param token of the bot
 */
public record TelegramBot(String url, String token) {
    static TelegramBot read(YamlMap map, Map<String, String> environment) {
        String url = map.string("url", "https://api.telegram.org");
        try {
            URI unused = Contacts.address(url);
        } catch (IllegalArgumentException e) {
            map.problem("url", "'" + url + "' is not an http or https address");
        }
        String token = Contacts.secret(map, "token_env", environment);
        if (!map.has("token_env")) {
            map.problem("token_env", "must name the environment variable that holds the bot's token");
        }
        map.finish();
        return new TelegramBot(url.replaceAll("/+$", ""), token);
    }

    @Override
    public String toString() {
        return "Telegram bot at " + url;
    }
}
