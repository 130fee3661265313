package ai.scailabs.scaicore.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's public keys as they were last fetched. Whoever brings a token with a known key never
 * waits for a fetch; one with an unknown key may cause one, but not many. While the issuer's server
 * fails, the keys stay as they are until they are too old to be trusted: then there are none.
 */
final class SigningKeys implements JWKSource<SecurityContext> {

  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
  private static final int MAX_BYTES = 256 * 1024;

  private final URL address;
  private final DefaultResourceRetriever retriever;
  private final Duration cooldown;
  private final Duration patience;
  private final Duration maxAge;
  private final LongSupplier nanos;
  private volatile @Nullable Fetched fetched;
  private volatile boolean failing;
  private @Nullable CompletableFuture<Void> fetching;
  private long fetchedAt;

  /** Keys and when they were asked for. */
  private record Fetched(JWKSet keys, long at) {}

  SigningKeys(JwtProperties properties) {
    this(properties, System::nanoTime);
  }

  SigningKeys(JwtProperties properties, LongSupplier nanos) {
    this.nanos = nanos;
    maxAge = properties.keysMaxAge();
    address = properties.jwks();
    cooldown = properties.cooldown();
    patience = properties.connectTimeout().plus(properties.readTimeout());
    retriever =
        new DefaultResourceRetriever(
            (int) properties.connectTimeout().toMillis(),
            (int) properties.readTimeout().toMillis(),
            MAX_BYTES);
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
    var found = select(selector);
    if (found.isEmpty() && await(fetchUnlessRecent())) {
      found = select(selector);
    }
    return found;
  }

  /** Fetches the keys, now. */
  void refresh() {
    await(begin());
  }

  private List<JWK> select(JWKSelector selector) {
    var known = fetched;
    return known == null || nanos.getAsLong() - known.at() >= maxAge.toNanos()
        ? List.of()
        : selector.select(known.keys());
  }

  /** The fetch under way, or a new one; null where the last is too recent. */
  private synchronized @Nullable CompletableFuture<Void> fetchUnlessRecent() {
    boolean recent =
        fetching != null && fetching.isDone() && System.nanoTime() - fetchedAt < cooldown.toNanos();
    return recent ? null : begin();
  }

  private synchronized CompletableFuture<Void> begin() {
    var current = fetching;
    if (current == null || current.isDone()) {
      current = CompletableFuture.runAsync(this::fetch, Thread::startVirtualThread);
      fetching = current;
      fetchedAt = System.nanoTime();
    }
    return current;
  }

  private void fetch() {
    try {
      long askedAt = nanos.getAsLong();
      fetched =
          new Fetched(JWKSet.parse(retriever.retrieveResource(address).getContent()), askedAt);
      if (failing) {
        failing = false;
        log.info("The keys at {} are back", address);
      }
    } catch (IOException | ParseException e) {
      if (!failing) {
        failing = true;
        log.warn(
            "The keys at {} cannot be fetched, those known stay for {} since the last good fetch:"
                + " {}",
            address,
            maxAge,
            e.toString());
      }
      throw new CompletionException(e);
    }
  }

  /** Whether a fetch has ended well, in the time that one may take. */
  private boolean await(@Nullable CompletableFuture<Void> running) {
    if (running == null) {
      return false;
    }
    try {
      running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
