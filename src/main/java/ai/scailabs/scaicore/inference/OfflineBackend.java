package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.web.Ids;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Echoes what the user said last; needs nothing outside this service. */
@Component
@ConditionalOnBooleanProperty("scaicore.models.offline")
class OfflineBackend implements ChatBackend {

  private final Clock clock;

  OfflineBackend(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String providerType() {
    return "offline";
  }

  @Override
  public ChatReply chat(ChatCall call) {
    var messages = call.conversation().messages();
    var text = OfflineAnswers.echo(ChatMessage.lastOfUser(messages));
    return ChatReply.inWords(
        Ids.next("chatcmpl_"),
        clock.instant(),
        text,
        ChatReply.STOP,
        Usage.counted(messages, text),
        null);
  }
}
