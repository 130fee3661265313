package ai.scailabs.scaicore.inference;

import static java.util.stream.Collectors.toMap;

import ai.scailabs.scaicore.catalogue.Catalogue;
import ai.scailabs.scaicore.catalogue.ModelNotFound;
import ai.scailabs.scaicore.catalogue.Route;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.inference.ChatBackend.ChatCall;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Sends a chat request to what stands behind its model, whichever dialect it came in. */
@Service
class ChatService {

  private static final int MAX_KEY = 255;

  private final Catalogue catalogue;
  private final Map<String, ChatBackend> backends;
  private final ChatAccounts accounts;

  ChatService(Catalogue catalogue, List<ChatBackend> backends, ChatAccounts accounts) {
    this.catalogue = catalogue;
    this.backends =
        backends.stream().collect(toMap(ChatBackend::providerType, Function.identity()));
    this.accounts = accounts;
  }

  /**
   * An answer.
   *
   * @param model slug of the model
   */
  record Answered(String model, ChatReply reply) {}

  /**
   * Answers. Fails with {@code VALIDATION_ERROR}, {@code MODEL_NOT_FOUND} and what {@link
   * ChatBackend#chat} fails with.
   */
  Answered chat(Caller caller, ChatRequest request, @Nullable String idempotencyKey) {
    if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY)) {
      throw new ValidationFailed("Idempotency-Key", "must have 1 to " + MAX_KEY + " characters");
    }
    var conversation = request.checked();
    var slug = Objects.requireNonNull(request.model());
    var route = catalogue.route(caller, slug).orElseThrow(() -> new ModelNotFound(slug));
    if (Boolean.TRUE.equals(request.stream()) && !route.can("streaming")) {
      throw new ValidationFailed(
          "stream", "is not possible: the model's capabilities say streaming: false; leave it out");
    }
    if (conversation.hasTools() && route.cannot("tool_use")) {
      throw new ValidationFailed(
          "tools",
          "are not possible: the model's capabilities say tool_use: false; leave them out");
    }
    if (!route.providerType().equals(Route.MODEL_SERVER)) {
      ChatMessage.imageIn(conversation.messages())
          .ifPresent(
              field -> {
                throw new ValidationFailed(
                    field + ".type", "must be text: this model takes no images");
              });
    }
    var call = new ChatCall(caller, route, conversation, idempotencyKey);
    return new Answered(route.slug(), accounts.take(call, () -> backend(route).chat(call)));
  }

  private ChatBackend backend(Route route) {
    var backend = backends.get(route.providerType());
    if (backend == null) {
      throw new BackendFailed(
          "Nothing here speaks to the back-end of the model '"
              + route.slug()
              + "', whose provider is "
              + route.providerType()
              + "; ask the operator of the service.");
    }
    return backend;
  }
}
