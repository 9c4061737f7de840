package az.ocaq.tls;

import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The PEM files that one side of an encrypted connection proves itself with.
 *
 * @param section of the settings that name them, for example {@code http}
 * @param certificate the certificate and, after it, those between it and the authority
 * @param key its private key in PKCS 8, without a passphrase
 * @param clientAuthority certificates that sign those which clients must show; none: clients need no certificate
 */
public record TlsFiles(String section, Path certificate, Path key, Optional<Path> clientAuthority) {
    /**
     * Reads and checks the files: they are there, belong together, and the certificates are valid at {@code now}. Answers
     * until when they are. Blocks. Fails with a {@link TlsException}.
     */
    public Instant check(Instant now) {
        List<X509Certificate> chain =
                PemFile.of(setting("tls_certificate"), certificate).certificates();
        PublicKey own = chain.get(0).getPublicKey();
        PemFile.of(setting("tls_key"), key).requireKeyOf(own, certificate);
        Instant end = validUntil("tls_certificate", certificate, chain, now);
        if (clientAuthority.isEmpty()) {
            return end;
        }
        Path file = clientAuthority.get();
        List<X509Certificate> authorities =
                PemFile.of(setting("tls_client_authority"), file).certificates();
        return earlier(end, validUntil("tls_client_authority", file, authorities, now));
    }

    /** Changes whenever one of the files does; 0 while one is missing. Blocks. */
    public long version() {
        long version = 31L * PemFile.version(certificate) + PemFile.version(key);
        return 31L * version + clientAuthority.map(PemFile::version).orElse(1L);
    }

    private Instant validUntil(String key, Path file, List<X509Certificate> certificates, Instant now) {
        Instant end = Instant.MAX;
        for (X509Certificate found : certificates) {
            Instant from = found.getNotBefore().toInstant();
            Instant to = found.getNotAfter().toInstant();
            String whose = setting(key) + ": the certificate of " + found.getSubjectX500Principal() + " in " + file;
            if (now.isAfter(to)) {
                throw new TlsException(whose + " has expired at " + to + "; renew it");
            }
            if (now.isBefore(from)) {
                throw new TlsException(whose + " is valid from " + from + " on only; look at the clock or the file");
            }
            end = earlier(end, to);
        }
        return end;
    }

    private String setting(String key) {
        return section + '.' + key;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
