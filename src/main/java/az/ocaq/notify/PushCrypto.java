package az.ocaq.notify;

import az.ocaq.access.Hmac;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What Web Push needs of cryptography: encryption of RFC 8291 over RFC 8188, signatures ES256 of RFC 8292. */
final class PushCrypto {
    private static final String CURVE = "secp256r1";
    private static final int COORDINATE = 32;
    private static final int RECORD_SIZE = 4096;
    private static final int TAG_BITS = 128;
    private static final byte LAST_RECORD = 2;

    private PushCrypto() {}

    static byte[] decode(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE));
        return generator.generateKeyPair();
    }

    /** The key of an uncompressed point of 65 bytes; fails when the point is not on the curve. */
    static PublicKey publicKey(byte[] point) throws GeneralSecurityException {
        if (point.length != 1 + 2 * COORDINATE || point[0] != 4) {
            throw new GeneralSecurityException("not an uncompressed point of P-256");
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE, point.length));
        ECParameterSpec curve = curve();
        BigInteger p = ((java.security.spec.ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger right = x.multiply(x)
                .add(curve.getCurve().getA())
                .multiply(x)
                .add(curve.getCurve().getB())
                .mod(p);
        if (!y.multiply(y).mod(p).equals(right)) {
            throw new GeneralSecurityException("not a point of P-256");
        }
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve));
    }

    static PrivateKey privateKey(byte[] number) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(new BigInteger(1, number), curve()));
    }

    /** The uncompressed point of a public key. */
    static byte[] point(PublicKey key) {
        ECPoint point = ((ECPublicKey) key).getW();
        ByteBuffer bytes = ByteBuffer.allocate(1 + 2 * COORDINATE).put((byte) 4);
        return bytes.put(fixed(point.getAffineX()))
                .put(fixed(point.getAffineY()))
                .array();
    }

    /** The signature of ES256: r and s of 32 bytes each. */
    static byte[] sign(PrivateKey key, String text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key);
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return signature.sign();
    }

    /**
     * The body of a push message, in the content encoding aes128gcm.
     *
     * @param receiver the browser's public key, 65 bytes
     * @param auth the browser's secret, 16 bytes
     * @param own a new pair for this message
     * @param salt 16 random bytes for this message
     */
    static byte[] encrypt(byte[] plain, byte[] receiver, byte[] auth, KeyPair own, byte[] salt)
            throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own.getPrivate());
        var unused = agreement.doPhase(publicKey(receiver), true);
        byte[] ownPoint = point(own.getPublic());
        byte[] mixed = Hmac.sha256(
                Hmac.sha256(auth, agreement.generateSecret()), text("WebPush: info\0"), receiver, ownPoint, one());
        byte[] random = Hmac.sha256(salt, mixed);
        byte[] key = Arrays.copyOf(Hmac.sha256(random, text("Content-Encoding: aes128gcm\0"), one()), 16);
        byte[] nonce = Arrays.copyOf(Hmac.sha256(random, text("Content-Encoding: nonce\0"), one()), 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        byte[] padded = Arrays.copyOf(plain, plain.length + 1);
        padded[plain.length] = LAST_RECORD;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(salt);
        body.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(RECORD_SIZE).array());
        body.write(ownPoint.length);
        body.writeBytes(ownPoint);
        body.writeBytes(cipher.doFinal(padded));
        return body.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] one() {
        return new byte[] {1};
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE];
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
        return fixed;
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(CURVE));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }
}
