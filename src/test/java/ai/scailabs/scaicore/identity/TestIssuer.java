package ai.scailabs.scaicore.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An identity provider: signs tokens, and publishes its keys on a server of its own. */
final class TestIssuer implements AutoCloseable {

  static final String NAME = "https://id.example.com";
  static final String AUDIENCE = "scaicore";

  /** How its server answers. */
  enum Mood {
    WELL,
    FAILING,
    TALKING_NONSENSE,
    HANGING
  }

  private final HttpServer server;
  private final AtomicInteger fetches = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile List<JWK> published;
  private volatile Mood mood = Mood.WELL;

  TestIssuer(JWK... keys) {
    published = List.of(keys);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/jwks",
        exchange -> {
          fetches.incrementAndGet();
          if (mood == Mood.HANGING) {
            awaitEnd();
          }
          var text =
              mood == Mood.TALKING_NONSENSE ? "<html>" : new JWKSet(published).toString(true);
          var body = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(mood == Mood.FAILING ? 500 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  String jwks() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
  }

  int fetches() {
    return fetches.get();
  }

  void publish(JWK... keys) {
    published = List.of(keys);
  }

  void be(Mood newMood) {
    mood = newMood;
  }

  @Override
  public void close() {
    ended.countDown();
    server.stop(0);
  }

  private void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static RSAKey rsa() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static ECKey ec() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A token of this subject in this tenant, good for an hour, with whatever is said in addition.
   */
  static String token(
      JWK key, String tenantId, String subject, UnaryOperator<JWTClaimsSet.Builder> more) {
    var algorithm = key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
    return sign(
        new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(),
        signer(key),
        claims(tenantId, subject, more));
  }

  static JWTClaimsSet claims(
      String tenantId, String subject, UnaryOperator<JWTClaimsSet.Builder> more) {
    var now = Instant.now();
    return more.apply(
            new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(AUDIENCE)
                .subject(subject)
                .claim("tenant_id", tenantId)
                .claim("email_verified", true)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600))))
        .build();
  }

  static String sign(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) {
    try {
      var token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static JWSSigner signer(JWK key) {
    try {
      return key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
