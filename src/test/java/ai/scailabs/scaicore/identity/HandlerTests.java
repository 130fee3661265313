package ai.scailabs.scaicore.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.ScaiCoreApplication;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Rules for every handler, whoever adds it. */
@ServerTest
class HandlerTests {

  @LocalServerPort int port;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  @Test
  void everyHandlerSaysWhoMayCallIt() {
    assertThat(handlers())
        .isNotEmpty()
        .allSatisfy(
            handler ->
                assertThat(
                        handler.getValue().hasMethodAnnotation(Requires.class)
                            ^ handler.getValue().hasMethodAnnotation(Public.class))
                    .as("%s has either @Requires or @Public", handler.getValue())
                    .isTrue());
  }

  @Test
  void everyHandlerIsDescribed() {
    assertThat(handlers())
        .filteredOn(handler -> !handler.getValue().getBeanType().isAnnotationPresent(Hidden.class))
        .allSatisfy(
            handler -> {
              var operation = handler.getValue().getMethodAnnotation(Operation.class);
              assertThat(
                      operation != null
                          && !operation.summary().isBlank()
                          && !operation.description().isBlank())
                  .as("@Operation of %s has summary and description", handler.getValue())
                  .isTrue();
            });
  }

  @Test
  void everyHandlerThatIsNotPublicNeedsAToken() {
    var http = new Http(port, null);
    assertThat(handlers())
        .allSatisfy(
            handler -> {
              boolean open = handler.getValue().hasMethodAnnotation(Public.class);
              var methods = handler.getKey().getMethodsCondition().getMethods();
              var method = methods.isEmpty() ? "GET" : methods.iterator().next().name();
              for (var pattern : handler.getKey().getPatternValues()) {
                var path = pattern.replaceAll("\\{[^/]*}", "x");
                var status = http.send(method, path, r -> r).status();
                assertThat(status == 401).as(method + " " + path).isNotEqualTo(open);
              }
            });
  }

  private Stream<Map.Entry<RequestMappingInfo, HandlerMethod>> handlers() {
    var ours = ScaiCoreApplication.class.getPackageName();
    return mapping.getHandlerMethods().entrySet().stream()
        .filter(e -> e.getValue().getBeanType().getPackageName().startsWith(ours))
        .filter(e -> e.getValue().getBeanType().isAnnotationPresent(RestController.class));
  }
}
