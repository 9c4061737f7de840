package az.ocaq.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider: the authorization code flow of OpenID Connect Core 1.0, section 3.1, with PKCE (RFC 7636), state
 * and nonce; the provider is asked for its addresses and keys when somebody signs in, not before. Its futures fail with an
 * {@link OidcException}. Thread-safe.
 */
public final class OidcProvider implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int LARGEST_KEYS = 1 << 20;
    private static final int THREADS = 2;
    private static final Duration KNOWN = Duration.ofHours(1);

    /**
     * A sign-in under way.
     *
     * @param address at the provider, where the browser must go
     * @param secrets that the browser must bring back
     */
    public record Start(URI address, Secrets secrets) {}

    /** What binds an answer of the provider to the browser that asked: none of it is told to anybody else. */
    public record Secrets(String state, String nonce, String verifier) {}

    private record Known(OIDCProviderMetadata metadata, IDTokenValidator validator, Instant until) {}

    private final OidcSettings settings;
    private final WorkerExecutor worker;
    private final Clock clock;
    private volatile @Nullable Known known;

    public OidcProvider(Vertx vertx, OidcSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.worker = vertx.createSharedWorkerExecutor("single-sign-on", THREADS);
    }

    public OidcSettings settings() {
        return settings;
    }

    /** Begins a sign-in. */
    public Future<Start> start() {
        return ask(() -> {
            State state = new State();
            Nonce nonce = new Nonce();
            CodeVerifier verifier = new CodeVerifier();
            URI address = new AuthenticationRequest.Builder(
                            new ResponseType(ResponseType.Value.CODE),
                            new Scope(settings.scopes().toArray(String[]::new)),
                            new ClientID(settings.clientId()),
                            settings.redirect())
                    .endpointURI(known().metadata.getAuthorizationEndpointURI())
                    .state(state)
                    .nonce(nonce)
                    .codeChallenge(verifier, CodeChallengeMethod.S256)
                    .build()
                    .toURI();
            return new Start(address, new Secrets(state.getValue(), nonce.getValue(), verifier.getValue()));
        });
    }

    /** The claims of a person, from the token that their code is exchanged for, when all of it can be believed. */
    public Future<Map<String, Object>> claims(String code, Secrets secrets) {
        return ask(() -> {
            Known provider = known();
            AuthorizationCodeGrant grant = new AuthorizationCodeGrant(
                    new AuthorizationCode(code), settings.redirect(), new CodeVerifier(secrets.verifier));
            HTTPRequest request = tokenRequest(provider.metadata.getTokenEndpointURI(), grant);
            request.setConnectTimeout(PATIENCE_MILLIS);
            request.setReadTimeout(PATIENCE_MILLIS);
            TokenResponse response = OIDCTokenResponseParser.parse(request.send());
            if (!(response instanceof OIDCTokenResponse tokens)) {
                throw new GeneralException(
                        "the code was refused: " + response.toErrorResponse().getErrorObject());
            }
            JWT token = tokens.getOIDCTokens().getIDToken();
            return provider.validator.validate(token, new Nonce(secrets.nonce)).toJSONObject();
        });
    }

    /** Where to end the session at the provider, too (OpenID Connect RP-Initiated Logout 1.0); empty when it has no such page. */
    public Optional<URI> signOut() {
        Known provider = known;
        return Optional.ofNullable(provider)
                .flatMap(it -> Optional.ofNullable(it.metadata.getEndSessionEndpointURI()))
                .map(it -> URI.create(it + (it.getQuery() == null ? "?" : "&") + "client_id="
                        + encoded(settings.clientId()) + "&post_logout_redirect_uri="
                        + encoded(settings.redirect().resolve("/").toString())));
    }

    @Override
    public void close() {
        var unused = worker.close();
    }

    private HTTPRequest tokenRequest(URI endpoint, AuthorizationCodeGrant grant) {
        ClientID client = new ClientID(settings.clientId());
        TokenRequest.Builder builder = settings.clientSecret().isEmpty()
                ? new TokenRequest.Builder(endpoint, client, grant)
                : new TokenRequest.Builder(
                        endpoint, new ClientSecretBasic(client, new Secret(settings.clientSecret())), grant);
        return builder.build().toHTTPRequest();
    }

    private Known known() throws GeneralException, IOException {
        Known before = known;
        if (before != null && before.until.isAfter(clock.instant())) {
            return before;
        }
        Issuer issuer = new Issuer(settings.issuer());
        OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(issuer, PATIENCE_MILLIS, PATIENCE_MILLIS);
        var keys = JWKSourceBuilder.<SecurityContext>create(
                        metadata.getJWKSetURI().toURL(),
                        new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, LARGEST_KEYS))
                .build();
        // only signatures by keys of the provider: neither none nor one by a secret that others know
        var selector = new JWSVerificationKeySelector<>(JWSAlgorithm.Family.SIGNATURE, keys);
        IDTokenValidator validator = new IDTokenValidator(issuer, new ClientID(settings.clientId()), selector, null);
        Known found = new Known(metadata, validator, clock.instant().plus(KNOWN));
        known = found;
        return found;
    }

    private <T> Future<T> ask(Callable<T> question) {
        return worker.executeBlocking(question, false).recover(failure -> Future.failedFuture(explained(failure)));
    }

    private OidcException explained(Throwable failure) {
        boolean refused = failure instanceof BadJOSEException
                || failure instanceof JOSEException
                || failure instanceof URISyntaxException
                || failure instanceof IllegalArgumentException
                || (failure instanceof GeneralException && !(failure.getCause() instanceof IOException));
        String what = refused ? " answered what cannot be believed: " : " does not answer: ";
        return new OidcException(settings + what + failure.getMessage(), !refused, failure);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
