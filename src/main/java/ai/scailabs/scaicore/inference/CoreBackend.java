package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.catalogue.ModelNotFound;
import ai.scailabs.scaicore.core.CoreNotFound;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.execution.CoreNotRunning;
import ai.scailabs.scaicore.execution.Execution;
import ai.scailabs.scaicore.execution.ExecutionService;
import ai.scailabs.scaicore.execution.StartExecution;
import ai.scailabs.scaicore.execution.Waiting;
import ai.scailabs.scaicore.inference.ChatReply.CoreRun;
import ai.scailabs.scaicore.publishing.PublishingService;
import ai.scailabs.scaicore.web.RawJson;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers with a published Core: a chat is an execution of one of its flows, in the Core's tenant.
 * Source: the HTTP contract, "Where the seeds leave a choice", Chat.
 */
@Component
class CoreBackend implements ChatBackend {

  private final ExecutionService executions;
  private final Waiting waiting;
  private final JsonMapper json;

  CoreBackend(ExecutionService executions, Waiting waiting, JsonMapper json) {
    this.executions = executions;
    this.waiting = waiting;
    this.json = json;
  }

  @Override
  public String providerType() {
    return PublishingService.PROVIDER;
  }

  @Override
  public ChatReply chat(ChatCall call) {
    var request = request(call);
    var started = started(call, request);
    var reply = reply(call, waiting.on(request.tenantId(), started));
    return started.earlier() ? reply.again() : reply;
  }

  private ChatReply reply(ChatCall call, Execution execution) {
    return switch (execution.status()) {
      case COMPLETED -> reply(call, execution, AnswerText.of(output(execution)), ChatReply.STOP);
      case SUSPENDED -> reply(call, execution, AnswerText.PENDING, ChatReply.CHECKPOINT);
      case FAILED -> throw failed(call, execution);
      case CANCELLED ->
          throw new BackendFailed("The answer was cancelled: execution " + execution.id() + ".");
      case HELD -> throw new ModelUnavailable(call.route().slug());
      case BREAKPOINT -> reply(call, execution, AnswerText.STOPPED, ChatReply.CHECKPOINT);
      case QUEUED, RUNNING -> throw new BackendTimedOut(call.route().slug(), execution.id());
    };
  }

  private ExecutionService.Started started(ChatCall call, StartExecution request) {
    try {
      return executions.start(request);
    } catch (CoreNotRunning e) {
      throw new ModelUnavailable(call.route().slug());
    } catch (CoreNotFound e) {
      throw new ModelNotFound(call.route().slug());
    } catch (ValidationFailed e) {
      throw call.isForeign() ? refusedByForeignCore(call) : inTermsOfChat(e);
    }
  }

  private StartExecution request(ChatCall call) {
    var conversation = call.conversation();
    var caller = call.caller();
    return new StartExecution(
        Objects.requireNonNull(call.route().tenantId()),
        String.valueOf(call.route().connectionConfig().get("core_id")),
        caller.userId(),
        input(conversation),
        conversation.text("flow").orElse(null),
        conversation.text("instance_key").map(key -> instanceKey(call, key)).orElse(null),
        instanceKey(call, caller.userId()),
        Map.of("kind", "chat", "user_id", caller.userId(), "tenant_id", caller.tenantId()),
        call.idempotencyKey());
  }

  /** Callers of other tenants have instances of their own, whatever key they name. */
  private static String instanceKey(ChatCall call, String key) {
    return call.isForeign() ? call.caller().tenantId() + "/" + key : key;
  }

  private Map<String, @Nullable Object> input(Conversation conversation) {
    var input = json.createObjectNode();
    input.put("message", ChatMessage.lastOfUser(conversation.messages()));
    input.set(
        "messages",
        json.valueToTree(
            conversation.messages().stream().map(ChatMessage::withoutDeveloper).toList()));
    input.set("metadata", conversation.metadata());
    return Json.object(input.toString());
  }

  private static @Nullable Object output(Execution execution) {
    var output = execution.output();
    return output == null ? null : Json.parse(output.text());
  }

  private ChatReply reply(ChatCall call, Execution execution, String text, String finishReason) {
    return ChatReply.inWords(
        "chatcmpl_" + execution.id().substring("exec_".length()),
        execution.createdAt(),
        text,
        finishReason,
        Usage.counted(call.conversation().messages(), text),
        new CoreRun(
            execution.coreId(),
            execution.id(),
            execution.status().word(),
            execution.checkpointId()));
  }

  /** A caller of another tenant learns that it failed, and no more of that tenant's program. */
  private BackendFailed failed(ChatCall call, Execution execution) {
    var where = "The model's program failed: execution " + execution.id();
    RawJson error = execution.error();
    if (call.isForeign() || error == null) {
      return new BackendFailed(where + ".");
    }
    var failure = json.readTree(error.text());
    return new BackendFailed(
        where
            + ", "
            + failure.path("code").asString("")
            + ": "
            + failure.path("message").asString(""));
  }

  /** An invocation's own fields are members of a chat's metadata. */
  private static ValidationFailed inTermsOfChat(ValidationFailed refused) {
    return refused.details().stream()
        .filter(detail -> detail.field().equals("flow") || detail.field().equals("instance_key"))
        .findFirst()
        .map(detail -> new ValidationFailed("metadata." + detail.field(), detail.message()))
        .orElse(refused);
  }

  private static ValidationFailed refusedByForeignCore(ChatCall call) {
    return call.conversation().text("flow").isPresent()
        ? new ValidationFailed(
            "metadata.flow", "names no flow of this model that takes this chat; leave it out")
        : new ValidationFailed("This model does not take chats in this form; ask its publisher.");
  }
}
