package ai.scailabs.scaicore.provider;

import ai.scailabs.scaicore.catalogue.BackendKeys;
import ai.scailabs.scaicore.catalogue.BackendKeys.EndpointChanged;
import ai.scailabs.scaicore.catalogue.Endpoint;
import ai.scailabs.scaicore.catalogue.ModelSettings;
import ai.scailabs.scaicore.outbound.AnswerRoom;
import ai.scailabs.scaicore.outbound.OutboundHttp;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.core.LogLevel;
import com.openai.core.Sleeper;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * A client for each version of each backend, kept for a while. Whoever asks has just read which
 * version there is, so a key that was changed is not used again.
 */
@Component
class ServerClients implements DisposableBean {

  private static final int MOST = 10_000;
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final BackendKeys keys;
  private final ModelSettings settings;
  private final OutboundHttp http;
  private final Cache<Version, Client> clients =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

  ServerClients(BackendKeys keys, ModelSettings settings, AnswerRoom room) {
    this.keys = keys;
    this.settings = settings;
    this.http =
        new OutboundHttp(
            settings.destinations(),
            new OutboundHttp.Bounds(
                settings.connectTimeout(),
                settings.connectionsPerHost(),
                Math.toIntExact(settings.answerSize().toBytes())),
            room);
  }

  private record Version(String backendId, long version) {}

  /**
   * A client of one version of a backend.
   *
   * @param schemaless models that were found to take no schema of the answer
   * @param redaction of what the server says
   */
  record Client(OpenAIClient openAi, Set<String> schemaless, Redaction redaction) {}

  /**
   * A client of the version that the endpoint is of; where the backend was changed a moment ago, of
   * the one that there is now. Fails with {@link EndpointChanged} where there is none, or where it
   * was changed again.
   */
  Client of(Endpoint endpoint) {
    try {
      return ofVersion(endpoint);
    } catch (EndpointChanged e) {
      return ofVersion(keys.current(endpoint));
    }
  }

  private Client ofVersion(Endpoint endpoint) {
    var version = new Version(endpoint.backendId(), endpoint.version());
    var known = clients.getIfPresent(version);
    if (known != null) {
      return known;
    }
    var made = client(endpoint);
    clients.put(version, made);
    return made;
  }

  Duration timeout(Endpoint endpoint) {
    return endpoint.timeout() == null ? settings.timeout() : endpoint.timeout();
  }

  private Client client(Endpoint endpoint) {
    var key = keys.open(endpoint).orElse(null);
    var options =
        ClientOptions.builder()
            .httpClient(new ServerTransport(http, key != null, timeout(endpoint)))
            .baseUrl(endpoint.baseUrl())
            // It wants one; the transport does not send what is none.
            .apiKey(key == null ? "none" : key)
            .maxRetries(0)
            .logLevel(LogLevel.OFF)
            .streamHandlerExecutor(Runnable::run)
            .sleeper(new NoSleep())
            .build();
    return new Client(
        new OpenAIClientImpl(options), ConcurrentHashMap.newKeySet(), new Redaction(key));
  }

  @Override
  public void destroy() throws IOException {
    http.close();
  }

  /** The client repeats nothing by itself, and would start a thread to wait. */
  private static final class NoSleep implements Sleeper {

    @Override
    public void sleep(Duration duration) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> sleepAsync(Duration duration) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
