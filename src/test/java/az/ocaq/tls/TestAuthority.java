package az.ocaq.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An authority of a test's own, made with openssl, and certificates that it signs for localhost. */
public final class TestAuthority {
    private final Path directory;

    public TestAuthority(Path directory) throws Exception {
        this.directory = directory;
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 20 -subj /CN=test-authority"
                + " -keyout ca.key -out ca.pem");
        Files.writeString(directory.resolve("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    }

    public Path certificate() {
        return directory.resolve("ca.pem");
    }

    /** Makes {@code NAME.pem} and {@code NAME.key}; what was there is replaced at once, the key first. */
    public TlsFiles sign(String section, String name) throws Exception {
        openssl("req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=" + name
                + " -keyout new.key -out new.csr");
        openssl("x509 -req -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names -in new.csr -out new.pem");
        Path key = directory.resolve(name + ".key");
        Path certificate = directory.resolve(name + ".pem");
        Path unused = Files.move(directory.resolve("new.key"), key, StandardCopyOption.REPLACE_EXISTING);
        Path unusedToo = Files.move(directory.resolve("new.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
        return new TlsFiles(section, certificate, key, Optional.empty());
    }

    /** Runs openssl in the authority's folder. */
    public void openssl(String words) throws Exception {
        Process process = new ProcessBuilder(("openssl " + words).split(" "))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("openssl.log").toFile())
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(words + ": " + Files.readString(directory.resolve("openssl.log")));
        }
    }
}
