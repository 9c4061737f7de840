package az.ocaq.mqtt.credential;

import az.ocaq.mqtt.CrewTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Writes credentials as Mosquitto's {@code password_file} and {@code acl_file}. */
public final class MosquittoFiles {
    private MosquittoFiles() {}

    /** Writes {@code passwords} and {@code acl} into a folder; Mosquitto reads them again on SIGHUP. */
    public static void write(List<Credential> all, Path folder) throws IOException {
        List<Credential> valid = all.stream().filter(it -> !it.revoked()).toList();
        Files.createDirectories(folder);
        replace(folder.resolve("passwords"), passwords(valid));
        replace(folder.resolve("acl"), acl(valid));
    }

    static String passwords(List<Credential> valid) {
        StringBuilder text = new StringBuilder();
        valid.forEach(it -> text.append(it.name()).append(':').append(it.hash()).append('\n'));
        return text.toString();
    }

    static String acl(List<Credential> valid) {
        StringBuilder text =
                new StringBuilder("# Written by ocaq device acl; lines of your own belong into another file.\n");
        valid.forEach(it -> {
            text.append("\nuser ").append(it.name()).append('\n');
            it.topics()
                    .forEach(topic -> text.append("topic write ").append(topic).append('\n'));
            if (it.topics().stream()
                    .anyMatch(topic -> CrewTopics.reaches(topic)
                            && CrewTopics.account(topic).isEmpty())) {
                text.append("topic deny crew/#\n"); // a wildcard is not meant for what is done in people's names
            }
            it.topics().stream()
                    .flatMap(topic -> asked(topic).stream())
                    .distinct()
                    .forEach(topic -> text.append("topic read ").append(topic).append('\n'));
        });
        return text.toString();
    }

    /**
     * Where the server may ask for the data of a topic filter: the commands of a Sparkplug edge node, the requests of a Victron
     * gateway; and where it answers a crew. The embedded broker grants the same.
     */
    private static Optional<String> asked(String filter) {
        Optional<String> crew = CrewTopics.account(filter);
        if (crew.isPresent()) {
            return crew.map(CrewTopics::answer);
        }
        String[] levels = filter.split("/", 4);
        if (levels[0].equals("N") && levels.length > 1) {
            return Optional.of('R' + filter.substring(1));
        }
        boolean whole = levels.length == 3 && levels[2].equals("#");
        boolean data = levels.length == 4 && (levels[2].equals("+") || levels[2].equals("NDATA"));
        return levels[0].equals("spBv1.0") && (whole || data)
                ? Optional.of("spBv1.0/" + levels[1] + "/NCMD/" + (whole ? "#" : levels[3]))
                : Optional.empty();
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
