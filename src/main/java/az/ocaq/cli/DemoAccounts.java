package az.ocaq.cli;

import az.ocaq.access.Accounts;
import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The demo's four accounts with one password, which is made up at the first start and kept beside the data. */
final class DemoAccounts {
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 12;
    private static final String HOME = "aghali/home-017";

    private final Accounts accounts;
    private final Path passwordFile;

    DemoAccounts(Accounts accounts, Path dataDirectory) {
        this.accounts = accounts;
        this.passwordFile = dataDirectory.resolve("demo-password");
    }

    /** Makes what is missing; the answer is the password of all. {@code wanted} wins over the one that is kept. */
    String prepare(Optional<String> wanted) throws IOException, InterruptedException {
        Optional<String> kept = Files.exists(passwordFile)
                ? Optional.of(Files.readString(passwordFile).strip())
                : Optional.empty();
        String password = wanted.or(() -> kept).orElseGet(DemoAccounts::madeUp);
        boolean unchanged = kept.filter(password::equals).isPresent();
        // side by side: a password's hash takes its time
        var unused = Publishing.await(
                Future.all(all().stream()
                        .map(it -> prepare(it, password, unchanged))
                        .toList()),
                60,
                TimeUnit.SECONDS);
        keep(password);
        return password;
    }

    private Future<?> prepare(Actor account, String password, boolean unchanged) {
        return accounts.find(account.user()).compose(there -> {
            if (there.isEmpty()) {
                return accounts.create(account, password).mapEmpty();
            }
            return unchanged
                    ? Future.succeededFuture()
                    : accounts.changePassword(account.user(), password).mapEmpty();
        });
    }

    private static List<Actor> all() {
        return List.of(
                new Actor("admin", Role.ADMIN, Set.of(), Set.of(), Optional.empty()),
                new Actor("operator", Role.OPERATOR, Set.of(), Set.of(), Optional.empty()),
                new Actor("resident", Role.RESIDENT, Set.of(), Set.of(), Optional.of(HOME)),
                new Actor("crew", Role.CREW, Set.of(), Set.of(), Optional.empty()));
    }

    private void keep(String password) throws IOException {
        if (Files.notExists(passwordFile)) {
            Files.createFile(
                    passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(passwordFile, password + System.lineSeparator());
    }

    private static String madeUp() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
