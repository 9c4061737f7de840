package az.ocaq.cli;

import az.ocaq.access.Accounts;
import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        for (Actor account : all()) {
            prepare(account, password, kept.filter(password::equals).isPresent());
        }
        keep(password);
        return password;
    }

    private void prepare(Actor account, String password, boolean unchanged) throws InterruptedException {
        boolean there = Publishing.await(accounts.find(account.user()), 30, java.util.concurrent.TimeUnit.SECONDS)
                .isPresent();
        if (!there) {
            Publishing.await(accounts.create(account, password), 30, java.util.concurrent.TimeUnit.SECONDS);
        } else if (!unchanged) {
            Publishing.await(
                    accounts.changePassword(account.user(), password), 30, java.util.concurrent.TimeUnit.SECONDS);
        }
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
