package ai.scailabs.scaicore.inference;

import static java.util.stream.Collectors.toMap;

import ai.scailabs.scaicore.catalogue.Catalogue;
import ai.scailabs.scaicore.catalogue.ModelNotFound;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.inference.ChatBackend.ChatCall;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Sends a chat request to what stands behind its model. */
@Service
class ChatService {

  private final Catalogue catalogue;
  private final Map<String, ChatBackend> backends;

  ChatService(Catalogue catalogue, List<ChatBackend> backends) {
    this.catalogue = catalogue;
    this.backends =
        backends.stream().collect(toMap(ChatBackend::providerType, Function.identity()));
  }

  ChatCompletion chat(Caller caller, ChatRequest request, @Nullable String idempotencyKey) {
    var conversation = request.checked();
    var slug = Objects.requireNonNull(request.model());
    var route = catalogue.route(caller, slug).orElseThrow(() -> new ModelNotFound(slug));
    if (Boolean.TRUE.equals(request.stream()) && !route.can("streaming")) {
      throw new ValidationFailed(
          "stream", "is not possible: the model's capabilities say streaming: false; leave it out");
    }
    var backend = backends.get(route.providerType());
    if (backend == null) {
      throw new BackendFailed(
          "Nothing here speaks to the back-end of the model '"
              + slug
              + "', whose provider is "
              + route.providerType()
              + "; ask the operator of the service.");
    }
    return ChatCompletion.of(
        route.slug(), backend.chat(new ChatCall(caller, route, conversation, idempotencyKey)));
  }
}
