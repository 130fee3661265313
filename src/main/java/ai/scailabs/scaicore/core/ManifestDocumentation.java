package ai.scailabs.scaicore.core;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Describes, beside the JSON form of a body that makes or changes a Core, its form in YAML. */
@Component
@Order(0)
class ManifestDocumentation implements OperationCustomizer {

  private static final String CREATE =
      "\n\nAs YAML the body is a manifest of at most 1 MB, with all of this under `core`. It is"
          + " converted and verified at once: `INVALID_SOURCE_IR` has every finding, at its path and"
          + " line of the manifest. The stored `source` is the program that it became.";

  private static final String EDIT =
      "\n\nAs YAML the body is a manifest, which is verified before anything changes; then it"
          + " replaces the name, the program, and what else it says of the Core.";

  private static final String EXAMPLE =
      """
      core:
        name: Greeter
        mode: api
        model: scaigrid/offline/echo
        flows:
          - name: greet
            params: [{name: name, type: string}]
            trigger: {type: api, method: POST, path: /greet}
            steps:
              - template: "Hello, {{name}}!"
                bind: greeting
              - return: "{message: greeting}"
      """;

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    var body = operation.getRequestBody();
    if (handler.getBeanType() != CoreController.class || body == null) {
      return operation;
    }
    boolean creates = handler.getMethod().getName().equals("create");
    operation.setDescription(operation.getDescription() + (creates ? CREATE : EDIT));
    for (var type :
        List.of(ManifestController.YAML, ManifestController.X_YAML, ManifestController.TEXT_YAML)) {
      body.getContent()
          .addMediaType(type, new MediaType().schema(new StringSchema()).example(EXAMPLE));
    }
    return operation;
  }
}
