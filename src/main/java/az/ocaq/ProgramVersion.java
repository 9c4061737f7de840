package az.ocaq;

import java.util.Optional;

/** Which Ocaq this is. */
final class ProgramVersion {
    private ProgramVersion() {}

    /** As the build names it; {@code development} when it was not built as a whole. */
    static String text() {
        return Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
