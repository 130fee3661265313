package ai.scailabs.scaicore.host;

import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.ModelProvider;
import ai.scailabs.scaicore.engine.ModelProvider.Answer;
import ai.scailabs.scaicore.engine.ModelProvider.Candidate;
import ai.scailabs.scaicore.engine.ModelProvider.Order;
import ai.scailabs.scaicore.engine.ModelProvider.Product;
import ai.scailabs.scaicore.engine.ModelProvider.Question;
import ai.scailabs.scaicore.execution.Execution;
import ai.scailabs.scaicore.execution.ModelProviders;
import ai.scailabs.scaicore.provider.ChatAnswer.Tokens;
import ai.scailabs.scaicore.provider.ChatQuestion;
import ai.scailabs.scaicore.provider.MediaAnswer;
import ai.scailabs.scaicore.provider.MediaOrder;
import ai.scailabs.scaicore.provider.ModelCallFailed;
import ai.scailabs.scaicore.provider.ModelCallFailed.Reason;
import ai.scailabs.scaicore.provider.ModelServers;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls models for programs. The first candidate that answers is it; the others are asked in their
 * order where it cannot be found, cannot be reached, or fails.
 */
@Component
class ModelGateway implements ModelProviders {

  private static final int MOST_CHARACTERS = 5 * 1024 * 1024;

  private final ModelTargets targets;
  private final ModelServers servers;
  private final ModelQuestions questions;
  private final ModelAccounts accounts;
  private final JsonMapper json;

  ModelGateway(
      ModelTargets targets,
      ModelServers servers,
      ModelQuestions questions,
      ModelAccounts accounts,
      JsonMapper json) {
    this.targets = targets;
    this.servers = servers;
    this.questions = questions;
    this.accounts = accounts;
    this.json = json;
  }

  @Override
  public ModelProvider of(Execution execution, Runnable permit) {
    return new ModelProvider() {
      @Override
      public Answer ask(Question question) {
        return first(
            execution, permit, question.candidates(), new Asking(execution, permit, question));
      }

      @Override
      public Product make(Order order) {
        return first(execution, permit, order.candidates(), new Making(execution, permit, order));
      }
    };
  }

  /** What is wanted of a model. */
  private interface Wanted<T> {

    /** What the offline model gives; empty where it has none. */
    Optional<T> offline(String slug);

    /** What a server gives; fails with {@link ModelCallFailed}. */
    T served(ModelTarget.Served served);

    /** What the offline model lacks then. */
    String what();
  }

  private <T> T first(
      Execution execution, Runnable permit, List<Candidate> candidates, Wanted<T> wanted) {
    var refused = new ArrayList<String>();
    int asked = 0;
    int late = 0;
    int without = 0;
    for (var candidate : candidates) {
      if (asked > 0) {
        // Those before may have taken their time.
        permit.run();
      }
      switch (targets.find(execution.tenantId(), candidate)) {
        case ModelTarget.Offline(var slug) -> {
          var made = wanted.offline(slug);
          if (made.isPresent()) {
            return made.get();
          }
          without++;
          refused.add(slug + " has no " + wanted.what());
        }
        case ModelTarget.Served served -> {
          asked++;
          try {
            return wanted.served(served);
          } catch (ModelCallFailed e) {
            late += e.reason() == Reason.TIMEOUT ? 1 : 0;
            without += e.reason() == Reason.MISSING ? 1 : 0;
            refused.add(
                served.name() + ": " + (served.foreign() ? e.discreetMessage() : e.getMessage()));
          }
        }
        case ModelTarget.Missing(var why) -> refused.add(why);
      }
    }
    throw new BlockFailed(
        without > 0 && without == refused.size()
            ? ErrorCode.NOT_IMPLEMENTED.name()
            : late > 0 && late == asked ? Failure.MODEL_TIMEOUT : Failure.MODEL,
        "no model answered: " + String.join("; ", refused));
  }

  private record Served<T>(T value, Tokens tokens) {}

  /** Calls a server, and takes it down. */
  private <T> T accounted(
      Execution execution, ModelTarget.Served served, java.util.function.Supplier<Served<T>> call) {
    long began = System.nanoTime();
    try {
      var made = call.get();
      accounts.served(execution, served, made.tokens(), began);
      return made.value();
    } catch (ModelCallFailed e) {
      accounts.failed(execution, served, e, began);
      throw e;
    }
  }

  private final class Asking implements Wanted<Answer> {

    private final Execution execution;
    private final Runnable permit;
    private final Question question;

    Asking(Execution execution, Runnable permit, Question question) {
      this.execution = execution;
      this.permit = permit;
      this.question = question;
    }

    @Override
    public Optional<Answer> offline(String slug) {
      long began = System.nanoTime();
      var answer = OfflineModel.answer(question);
      accounts.offline(
          execution, slug, new Tokens(answer.promptTokens(), answer.completionTokens()), began);
      return Optional.of(answer);
    }

    @Override
    public Answer served(ModelTarget.Served served) {
      var asked =
          new ChatQuestion(execution.tenantId(), questions.request(question), question.key(), true);
      var said =
          accounted(
              execution,
              served,
              () -> {
                var answer = servers.ask(served.endpoint(), asked, permit);
                return new Served<>(answer, questions.tokens(question, answer));
              });
      return questions.answer(question, said);
    }

    @Override
    public String what() {
      return "answer";
    }
  }

  private final class Making implements Wanted<Product> {

    private final Execution execution;
    private final Runnable permit;
    private final Order order;

    Making(Execution execution, Runnable permit, Order order) {
      this.execution = execution;
      this.permit = permit;
      this.order = order;
    }

    @Override
    public Optional<Product> offline(String slug) {
      long began = System.nanoTime();
      var product = OfflineModel.product(order);
      product.ifPresent(
          made ->
              accounts.offline(
                  execution,
                  slug,
                  new Tokens(made.promptTokens(), made.completionTokens()),
                  began));
      return product;
    }

    @Override
    public Product served(ModelTarget.Served served) {
      var input = (ObjectNode) json.readTree(Json.text(order.input()));
      var media = new MediaOrder(execution.tenantId(), order.modality(), input, order.key());
      var made =
          accounted(
              execution,
              served,
              () -> {
                var answer = servers.make(served.endpoint(), media, permit);
                return new Served<>(answer, tokens(answer));
              });
      // It is paid for, whether it can be taken or not.
      return product(made.value().toString(), tokens(made));
    }

    private static Tokens tokens(MediaAnswer answer) {
      return answer.tokens() == null ? new Tokens(0, 0) : answer.tokens();
    }

    private Product product(String text, Tokens tokens) {
      if (text.length() > MOST_CHARACTERS) {
        throw new BlockFailed(
            Failure.TOO_LARGE,
            "what the model made has " + text.length() + " characters of JSON, and 5 MB are taken");
      }
      return new Product(Json.parse(text), tokens.prompt(), tokens.completion());
    }

    @Override
    public String what() {
      return order.modality();
    }
  }
}
