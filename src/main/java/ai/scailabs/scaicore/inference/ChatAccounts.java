package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.accounting.ModelCall;
import ai.scailabs.scaicore.accounting.UsageLedger;
import ai.scailabs.scaicore.inference.ChatBackend.ChatCall;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.RequestId;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes down what chats use. */
@Component
class ChatAccounts {

  private static final Usage NONE = new Usage(0, 0);

  private final UsageLedger ledger;

  ChatAccounts(UsageLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * The answer to a chat, taken down; a failure too, unless the request was not in order. An answer
   * that was given before was taken down then.
   */
  ChatReply take(ChatCall call, Supplier<ChatReply> chat) {
    long began = System.nanoTime();
    try {
      var reply = chat.get();
      if (!reply.repeated()) {
        ledger.recordChat(line(call, began, reply, null));
      }
      return reply;
    } catch (ApiException e) {
      if (e.code() != ErrorCode.VALIDATION_ERROR) {
        ledger.recordChat(line(call, began, null, e.code()));
      }
      throw e;
    } catch (RuntimeException e) {
      ledger.recordChat(line(call, began, null, ErrorCode.INTERNAL_ERROR));
      throw e;
    }
  }

  /** Whose server answered is the business of its tenant alone. */
  private static ModelCall line(
      ChatCall call, long began, @Nullable ChatReply reply, @Nullable ErrorCode failure) {
    var route = call.route();
    var usage = reply == null ? NONE : reply.usage();
    var run = reply == null ? null : reply.run();
    var endpoint = call.isForeign() ? null : route.endpoint();
    return new ModelCall(
        call.caller().tenantId(),
        call.caller().userId(),
        ModelCall.Source.CHAT,
        route.slug(),
        endpoint == null ? null : endpoint.provider(),
        endpoint == null ? null : endpoint.backendId(),
        usage.promptTokens(),
        usage.completionTokens(),
        Duration.ofNanos(System.nanoTime() - began),
        failure,
        RequestId.current(),
        run == null ? null : run.coreId(),
        run == null ? null : run.executionId());
  }
}
