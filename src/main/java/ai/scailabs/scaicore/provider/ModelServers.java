package ai.scailabs.scaicore.provider;

import ai.scailabs.scaicore.catalogue.BackendKeys.EndpointChanged;
import ai.scailabs.scaicore.catalogue.Endpoint;
import ai.scailabs.scaicore.catalogue.ModelSettings;
import ai.scailabs.scaicore.outbound.TenantCalls;
import ai.scailabs.scaicore.outbound.TooManyCalls;
import ai.scailabs.scaicore.provider.ModelCallFailed.Reason;
import ai.scailabs.scaicore.secrets.SecretNotOpened;
import com.openai.core.RequestOptions;
import com.openai.errors.OpenAIException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks models on model servers. A question takes no longer than its backend's timeout, with
 * everything: where a server cannot be reached or fails, it is asked again, at most twice, while
 * there is time. So a server may get a question more than once, always with the same idempotency
 * key.
 */
@Component
public class ModelServers {

  private static final int MOST_ATTEMPTS = 3;
  private static final Duration LATER = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LIMITED_PAUSE = Duration.ofSeconds(1);

  /** Nobody's program waits longer than this for a server that is asked too much. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final ServerClients clients;
  private final TenantCalls calls;

  ModelServers(ServerClients clients, ModelSettings settings) {
    this.clients = clients;
    this.calls = new TenantCalls(settings.callsPerTenant());
  }

  /** The longest that a question to it can take. */
  public Duration timeout(Endpoint endpoint) {
    return clients.timeout(endpoint);
  }

  /** Asks; fails with {@link ModelCallFailed}. */
  public ChatAnswer ask(Endpoint endpoint, ChatQuestion question) {
    return ask(endpoint, question, () -> {});
  }

  /**
   * Asks; fails with {@link ModelCallFailed}.
   *
   * @param permit run before each request, after any waiting; what it throws ends the call
   */
  public ChatAnswer ask(Endpoint endpoint, ChatQuestion question, Runnable permit) {
    var keyed = question.keyed();
    return called(
        endpoint,
        question.tenantId(),
        question.patient(),
        end -> inForm(endpoint, keyed, new Turn(end, permit)));
  }

  /**
   * Has something made that is no chat; fails with {@link ModelCallFailed}.
   *
   * @param permit as for {@link #ask}
   */
  public MediaAnswer make(Endpoint endpoint, MediaOrder order, Runnable permit) {
    return called(
        endpoint,
        order.tenantId(),
        true,
        end -> {
          permit.run();
          return new MediaCalls(endpoint, client(endpoint), order, timeLeft(endpoint, end)).make();
        });
  }

  /** By when a question is to be over, and whether there may be another request for it. */
  private record Turn(long end, Runnable permit) {}

  /** One call, which is to be over at the end of its time. */
  @FunctionalInterface
  private interface Attempt<T> {
    T before(long end);
  }

  private <T> T called(Endpoint endpoint, String tenantId, boolean patient, Attempt<T> attempt) {
    long end = System.nanoTime() + timeout(endpoint).toNanos();
    var patience = patient ? left(end) : Duration.ZERO;
    try (var _ = calls.enter(tenantId, patience)) {
      return attempts(attempt, patient, end);
    } catch (TooManyCalls e) {
      throw new ModelCallFailed(
          Reason.LIMITED,
          "The tenant has " + e.most() + " calls to model servers under way; wait for one to end.",
          LATER);
    }
  }

  private static <T> T attempts(Attempt<T> call, boolean patient, long end) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.before(end);
      } catch (ModelCallFailed e) {
        var pause = pause(e, attempt, patient);
        if (attempt == MOST_ATTEMPTS
            || pause.isEmpty()
            || left(end).compareTo(pause.get().multipliedBy(2)) < 0) {
          throw e;
        }
        sleep(pause.get(), e);
      }
    }
  }

  /** How long to wait before the question is repeated; empty where it is not. */
  private static Optional<Duration> pause(ModelCallFailed failed, int attempt, boolean patient) {
    var wanted = failed.retryAfter();
    return switch (failed.reason()) {
      case UNAVAILABLE -> {
        var usual = FIRST_PAUSE.multipliedBy(1L << (attempt - 1));
        var jitter = Duration.ofMillis(ThreadLocalRandom.current().nextInt(100));
        yield bearable(wanted == null ? usual.plus(jitter) : wanted);
      }
      case LIMITED ->
          patient ? bearable(wanted == null ? LIMITED_PAUSE : wanted) : Optional.empty();
      case TIMEOUT, REJECTED, MISCONFIGURED, MISSING, UNREADABLE -> Optional.empty();
    };
  }

  private static Optional<Duration> bearable(Duration pause) {
    return Optional.of(pause).filter(p -> p.compareTo(LONGEST_PAUSE) <= 0);
  }

  private static Duration left(long end) {
    return Duration.ofNanos(end - System.nanoTime());
  }

  private static void sleep(Duration pause, ModelCallFailed failed) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed;
    }
  }

  /** Asks with a schema where one is wanted, and in words where the server takes none. */
  private ChatAnswer inForm(Endpoint endpoint, ChatQuestion question, Turn turn) {
    var client = client(endpoint);
    var request = question.request();
    if (!AnswerFormats.hasSchema(request)) {
      return once(client, endpoint, question, turn);
    }
    var plain = question.with(AnswerFormats.inWords(request));
    if (client.schemaless().contains(endpoint.model())) {
      return once(client, endpoint, plain, turn);
    }
    try {
      return once(client, endpoint, question, turn);
    } catch (ModelCallFailed e) {
      if (e.reason() != Reason.REJECTED
          || !AnswerFormats.areRefused(String.valueOf(e.getMessage()))) {
        throw e;
      }
      var answer = once(client, endpoint, plain, turn);
      if (question.patient() && question.tenantId().equals(endpoint.tenantId())) {
        // The schema of a program is in order. A chat's may be anything, and so may what a server
        // says of it: that is nothing to go by for others.
        client.schemaless().add(endpoint.model());
      }
      return answer;
    }
  }

  private ServerClients.Client client(Endpoint endpoint) {
    try {
      return clients.of(endpoint);
    } catch (EndpointChanged e) {
      throw new ModelCallFailed(
          Reason.MISCONFIGURED,
          "The backend of the provider '"
              + endpoint.provider()
              + "' was changed a moment ago; ask again.");
    } catch (SecretNotOpened e) {
      throw new ModelCallFailed(
          Reason.MISCONFIGURED,
          "The key of the backend of the provider '"
              + endpoint.provider()
              + "' cannot be opened with the key set of the service; set it again.");
    }
  }

  /** What is left of a call's time; fails where that is nothing. */
  private static Duration timeLeft(Endpoint endpoint, long end) {
    var left = left(end);
    if (left.toMillis() <= 0) {
      throw new ModelCallFailed(
          Reason.TIMEOUT,
          "The server of the provider '" + endpoint.provider() + "' gave no answer in time.");
    }
    return left;
  }

  private static ChatAnswer once(
      ServerClients.Client client, Endpoint endpoint, ChatQuestion question, Turn turn) {
    turn.permit().run();
    var left = timeLeft(endpoint, turn.end());
    ObjectNode request = question.request().deepCopy();
    request.put("model", endpoint.model());
    try {
      return Completions.answer(
          client
              .openAi()
              .chat()
              .completions()
              .create(
                  Completions.params(request, question.key()),
                  RequestOptions.builder().timeout(left).build()),
          client.redaction());
    } catch (OpenAIException e) {
      throw Problems.of(endpoint, e, client.redaction());
    }
  }
}
