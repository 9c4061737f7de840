package az.ocaq;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test that waits for a condition wait for two minutes, where Awaitility gives up after ten seconds: a loaded machine
 * may need that. JUnit finds it by itself, for all tests.
 */
public final class PatientAwaiting implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
    }
}
