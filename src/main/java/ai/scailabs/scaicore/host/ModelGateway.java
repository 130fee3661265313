package ai.scailabs.scaicore.host;

import ai.scailabs.scaicore.catalogue.Catalogue;
import ai.scailabs.scaicore.catalogue.Route;
import ai.scailabs.scaicore.engine.BlockFailed;
import ai.scailabs.scaicore.engine.Failure;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.engine.ModelProvider;
import ai.scailabs.scaicore.execution.ModelProviders;
import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.inference.OfflineAnswers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Finds the models that programs name: {@code scaigrid/<slug>} in the catalogue, as the Core's
 * tenant sees it. The first candidate that can be used answers.
 */
@Component
class ModelGateway implements ModelProviders {

  private static final String CATALOGUE = "scaigrid";
  private static final String OFFLINE = "offline";

  private final Catalogue catalogue;
  private final Directory directory;

  ModelGateway(Catalogue catalogue, Directory directory) {
    this.catalogue = catalogue;
    this.directory = directory;
  }

  @Override
  public ModelProvider of(String tenantId) {
    return question -> ask(tenantId, question);
  }

  private ModelProvider.Answer ask(String tenantId, ModelProvider.Question question) {
    var refused = new ArrayList<String>();
    for (var candidate : question.candidates()) {
      var route = route(tenantId, candidate);
      if (route.isEmpty()) {
        refused.add(name(candidate) + " is not in the catalogue of this tenant");
      } else if (route.get().providerType().equals(OFFLINE)) {
        return offline(question);
      } else {
        refused.add(
            name(candidate)
                + " is served by "
                + route.get().providerType()
                + ", which programs cannot call");
      }
    }
    throw new BlockFailed(Failure.MODEL, "no model answered: " + String.join("; ", refused));
  }

  private Optional<Route> route(String tenantId, ModelProvider.Candidate candidate) {
    if (!candidate.provider().equals(CATALOGUE)) {
      return Optional.empty();
    }
    return catalogue.routeForTenant(
        tenantId, directory.tenant(tenantId).partnerId(), candidate.model());
  }

  private static String name(ModelProvider.Candidate candidate) {
    return candidate.provider() + "/" + candidate.model();
  }

  private static ModelProvider.Answer offline(ModelProvider.Question question) {
    var user = question.turns().getLast().content();
    var schema = question.schema();
    var text =
        schema == null
            ? OfflineAnswers.echo(user)
            : Json.text(OfflineAnswers.structured(schema, question.bindings(), user));
    var prompt = new ArrayList<>(List.of(question.system()));
    question.turns().forEach(turn -> prompt.add(turn.content()));
    return new ModelProvider.Answer(text, false, words(String.join(" ", prompt)), words(text));
  }

  /** The offline model counts words for tokens. */
  private static long words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }
}
