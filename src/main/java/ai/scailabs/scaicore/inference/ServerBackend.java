package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.catalogue.Endpoint;
import ai.scailabs.scaicore.catalogue.Route;
import ai.scailabs.scaicore.provider.ChatAnswer;
import ai.scailabs.scaicore.provider.ChatQuestion;
import ai.scailabs.scaicore.provider.ModelCallFailed;
import ai.scailabs.scaicore.provider.ModelServers;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Answers with a model on a model server. */
@Component
class ServerBackend implements ChatBackend {

  private final ModelServers servers;
  private final KeyedReplies replies;
  private final JsonMapper json;
  private final Clock clock;

  ServerBackend(ModelServers servers, KeyedReplies replies, JsonMapper json, Clock clock) {
    this.servers = servers;
    this.replies = replies;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public String providerType() {
    return Route.MODEL_SERVER;
  }

  @Override
  public ChatReply chat(ChatCall call) {
    var request = request(call.conversation());
    var endpoint = Objects.requireNonNull(call.route().endpoint());
    var key = call.idempotencyKey();
    if (key == null) {
      return asked(call, endpoint, request);
    }
    var caller = call.caller();
    var use =
        new KeyedReplies.Use(
            caller.tenantId(), caller.userId(), key, hash(call.route().slug() + "\n" + request));
    return replies.once(use, servers.timeout(endpoint), () -> asked(call, endpoint, request));
  }

  private ChatReply asked(ChatCall call, Endpoint endpoint, ObjectNode request) {
    var question = new ChatQuestion(call.caller().tenantId(), request, key(call), false);
    try {
      return reply(call.conversation().messages(), servers.ask(endpoint, question));
    } catch (ModelCallFailed e) {
      throw failure(e, call.isForeign());
    }
  }

  private ObjectNode request(Conversation conversation) {
    var request = conversation.options().deepCopy();
    request.set("messages", json.valueToTree(conversation.messages()));
    return request;
  }

  /** The key of one caller means nothing to any other, who may well be of the same server. */
  private static @Nullable String key(ChatCall call) {
    return call.idempotencyKey() == null
        ? null
        : String.join(
            "\n", call.caller().tenantId(), call.caller().userId(), call.idempotencyKey());
  }

  private static String hash(String request) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(request.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private ChatReply reply(List<ChatMessage> asked, ChatAnswer answer) {
    var tokens = answer.tokens();
    return new ChatReply(
        Ids.next("chatcmpl_"),
        clock.instant(),
        answer.content(),
        answer.refusal(),
        answer.toolCalls(),
        answer.finishReason(),
        answer.logprobs(),
        tokens == null
            ? Usage.counted(asked, Objects.requireNonNullElse(answer.content(), ""))
            : new Usage(tokens.prompt(), tokens.completion()),
        null,
        false);
  }

  /** A caller of another tenant learns what that tenant's server did, and not what it said. */
  private static ApiException failure(ModelCallFailed failed, boolean foreign) {
    var message = foreign ? failed.discreetMessage() : String.valueOf(failed.getMessage());
    return switch (failed.reason()) {
      case LIMITED -> new BackendLimited(message, failed.retryAfter());
      case TIMEOUT -> new BackendTimedOut(message);
      case REJECTED -> new ValidationFailed(message);
      case UNAVAILABLE, MISCONFIGURED, MISSING, UNREADABLE -> new BackendFailed(message);
    };
  }
}
