package az.ocaq.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PEM file (RFC 7468) that a setting names. */
record PemFile(String setting, Path file, String text) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] PROBE = "Do key and certificate belong together?".getBytes(StandardCharsets.US_ASCII);

    static PemFile of(String setting, Path file) {
        try {
            return new PemFile(setting, file, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw new TlsException(setting + ": there is no file " + file);
        } catch (IOException e) {
            throw new TlsException(setting + ": " + file + " cannot be read; look at its rights");
        }
    }

    /** Changes whenever the file does; 0 while it is missing. */
    static long version(Path file) {
        try {
            return 31L * Files.getLastModifiedTime(file).toMillis() + Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** At least one. */
    List<X509Certificate> certificates() {
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(bytes()).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException e) {
            // said below
        }
        throw new TlsException(setting + ": " + file + " holds no certificate in PEM");
    }

    /** That this file holds the private key of a certificate's public one. */
    void requireKeyOf(PublicKey own, Path certificate) {
        PrivateKey key = key(own);
        try {
            Signature signature = Signature.getInstance(algorithm(own));
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(own);
            signature.update(PROBE);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            // said below
        }
        throw new TlsException(setting + ": " + file + " is not the key of the certificate in " + certificate);
    }

    private PrivateKey key(PublicKey own) {
        Matcher found = KEY.matcher(text);
        if (!found.find()) {
            throw new TlsException(setting + ": " + file
                    + (text.contains("PRIVATE KEY-----")
                            ? " must be converted: openssl pkcs8 -topk8 -nocrypt -in " + file.getFileName()
                            : " holds no private key in PEM"));
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
            return KeyFactory.getInstance(own.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new TlsException(setting + ": " + file + " holds no private key for a certificate of the kind "
                    + own.getAlgorithm());
        }
    }

    private static String algorithm(PublicKey own) {
        return switch (own.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> own.getAlgorithm();
        };
    }

    private ByteArrayInputStream bytes() {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
