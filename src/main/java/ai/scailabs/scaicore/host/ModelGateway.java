package ai.scailabs.scaicore.host;

import ai.scailabs.scaicore.accounting.ModelCall;
import ai.scailabs.scaicore.accounting.UsageLedger;
import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.ModelProvider;
import ai.scailabs.scaicore.engine.ModelProvider.Answer;
import ai.scailabs.scaicore.engine.ModelProvider.Question;
import ai.scailabs.scaicore.execution.Execution;
import ai.scailabs.scaicore.execution.ModelProviders;
import ai.scailabs.scaicore.inference.OfflineAnswers;
import ai.scailabs.scaicore.inference.Usage;
import ai.scailabs.scaicore.provider.ChatQuestion;
import ai.scailabs.scaicore.provider.ModelCallFailed;
import ai.scailabs.scaicore.provider.ModelServers;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.RequestId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls models for programs. The first candidate that answers is it; the others are asked in their
 * order where it cannot be found, cannot be reached, or fails.
 */
@Component
class ModelGateway implements ModelProviders {

  private static final Answer NOTHING = new Answer("", false, 0, 0);

  private final ModelTargets targets;
  private final ModelServers servers;
  private final ModelQuestions questions;
  private final UsageLedger ledger;

  ModelGateway(
      ModelTargets targets, ModelServers servers, ModelQuestions questions, UsageLedger ledger) {
    this.targets = targets;
    this.servers = servers;
    this.questions = questions;
    this.ledger = ledger;
  }

  @Override
  public ModelProvider of(Execution execution) {
    return new ModelProvider() {
      @Override
      public Answer ask(Question question) {
        return ModelGateway.this.ask(execution, question);
      }

      @Override
      public Product make(Order order) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private Answer ask(Execution execution, Question question) {
    var refused = new ArrayList<String>();
    @Nullable ModelCallFailed last = null;
    for (var candidate : question.candidates()) {
      switch (targets.find(execution.tenantId(), candidate)) {
        case ModelTarget.Offline(var slug) -> {
          return offline(execution, slug, question);
        }
        case ModelTarget.Served served -> {
          try {
            return served(execution, served, question);
          } catch (ModelCallFailed e) {
            last = e;
            refused.add(
                served.name() + ": " + (served.foreign() ? e.discreetMessage() : e.getMessage()));
          }
        }
        case ModelTarget.Missing(var why) -> refused.add(why);
      }
    }
    boolean late = last != null && last.reason() == ModelCallFailed.Reason.TIMEOUT;
    throw new BlockFailed(
        late ? Failure.MODEL_TIMEOUT : Failure.MODEL,
        "no model answered: " + String.join("; ", refused));
  }

  private Answer served(Execution execution, ModelTarget.Served served, Question question) {
    long began = System.nanoTime();
    var asked =
        new ChatQuestion(execution.tenantId(), questions.request(question), question.key(), true);
    try {
      var answer = questions.answer(question, servers.ask(served.endpoint(), asked));
      account(execution, served, answer, began, null);
      return answer;
    } catch (ModelCallFailed e) {
      account(execution, served, NOTHING, began, code(e));
      throw e;
    }
  }

  private static ErrorCode code(ModelCallFailed failed) {
    return switch (failed.reason()) {
      case LIMITED -> ErrorCode.RATE_LIMITED;
      case TIMEOUT -> ErrorCode.BACKEND_TIMEOUT;
      case UNAVAILABLE, REJECTED, MISCONFIGURED, UNREADABLE -> ErrorCode.BACKEND_ERROR;
    };
  }

  private Answer offline(Execution execution, String slug, Question question) {
    long began = System.nanoTime();
    var user = question.turns().getLast().content();
    var schema = question.schema();
    var text =
        schema == null
            ? OfflineAnswers.echo(user)
            : Json.text(OfflineAnswers.structured(schema, question.bindings(), user));
    var prompt = new ArrayList<>(List.of(question.system()));
    question.turns().forEach(turn -> prompt.add(turn.content()));
    var answer = new Answer(text, false, Usage.words(String.join(" ", prompt)), Usage.words(text));
    ledger.record(line(execution, slug, null, null, answer, began, null));
    return answer;
  }

  private void account(
      Execution execution,
      ModelTarget.Served served,
      Answer answer,
      long began,
      @Nullable ErrorCode failure) {
    var endpoint = served.foreign() ? null : served.endpoint();
    ledger.record(
        line(
            execution,
            served.name(),
            endpoint == null ? null : endpoint.provider(),
            endpoint == null ? null : endpoint.backendId(),
            answer,
            began,
            failure));
  }

  private static ModelCall line(
      Execution execution,
      String model,
      @Nullable String provider,
      @Nullable String backendId,
      Answer answer,
      long began,
      @Nullable ErrorCode failure) {
    return new ModelCall(
        execution.tenantId(),
        execution.invokedBy(),
        ModelCall.Source.PROGRAM,
        model,
        provider,
        backendId,
        answer.promptTokens(),
        answer.completionTokens(),
        Duration.ofNanos(System.nanoTime() - began),
        failure,
        RequestId.current(),
        execution.coreId(),
        execution.id());
  }
}
