package ai.scailabs.scaicore.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.Test;

/** "API exposure", and what the page says there is not. */
@ServerTest
class ApiExposureReferenceTests extends ReadPage {

  private static final String ENDPOINTS =
      """
      GET /cores/{core_id}/api/spec
      GET /cores/{core_id}/api/invoke/{path}
      POST /cores/{core_id}/api/invoke/{path}
      PUT /cores/{core_id}/api/invoke/{path}
      PATCH /cores/{core_id}/api/invoke/{path}
      DELETE /cores/{core_id}/api/invoke/{path}
      no /conversations/... endpoint
      """;

  private static final String FIELDS =
      """
      spec: flow names
      spec: flow descriptions
      """;

  private static final String CODES =
      """
      404 CORE_NOT_FOUND
      404 NOT_FOUND
      """;

  ApiExposureReferenceTests() {
    super(ENDPOINTS, FIELDS, CODES);
  }

  private static String triggers() {
    var all = new StringBuilder();
    for (var method : new String[] {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
      all.append(all.isEmpty() ? "" : ", ")
          .append(
              """
              {"kind": "api", "name": "%1$s", "target_flow": "%1$s", "method": "%1$s",
               "path": "/sums/{a}"}
              """
                  .formatted(method));
    }
    return all.toString();
  }

  private static String flows() {
    var all = new StringBuilder();
    for (var method : new String[] {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
      all.append(all.isEmpty() ? "" : ", ")
          .append(
              """
              {"name": "%1$s", "description": "Adds by %1$s.", "params": [
                 {"name": "a", "type": "int"}, {"name": "b", "type": "int", "default": 1}],
               "body": [{"kind": "rigid", "statements": [
                 {"kind": "return", "value": "{sum: a + b, by: '%1$s'}"}]}]}
              """
                  .formatted(method));
    }
    return all.toString();
  }

  @Test
  void theApiOfACoreIsSpecifiedAndCalledByEveryMethod() {
    var made =
        good(
            admin.post(
                Demo.CORES,
                """
                {"name": "%s", "runtime_mode": "api", "source":
                  {"schema_version": "0.2", "name": "Adder", "triggers": [%s], "flows": [%s]}}
                """
                    .formatted(name("Adder"), triggers(), flows())),
            201);
    var core = Demo.CORES + "/" + made.data().path("id").asString();

    var spec = good(admin.get(core + "/api/spec"), 200).data().path("flows");
    assertThat(spec.findValuesAsString("name"))
        .containsExactly("GET", "POST", "PUT", "PATCH", "DELETE");
    tick("spec: flow names");
    assertThat(spec.findValuesAsString("description")).contains("Adds by GET.", "Adds by PATCH.");
    tick("spec: flow descriptions", "GET /cores/{core_id}/api/spec");

    good(admin.post(core + "/start", ""), 200);
    var path = core + "/api/invoke/sums/40";
    sum("GET", admin.get(path + "?b=2"));
    sum("POST", admin.post(path, "{\"b\": 2}"));
    sum("PUT", admin.put(path, "{\"b\": 2}"));
    sum("PATCH", patch(admin, path, "{\"b\": 2}"));
    sum("DELETE", admin.delete(path + "?b=2"));
    refused(admin.get(core + "/api/invoke/nothing/here"), 404, "NOT_FOUND");
    refused(admin.get(Demo.CORES + "/core_x/api/spec"), 404, "CORE_NOT_FOUND");
    refused(admin.get(Demo.CORES + "/core_x/api/invoke/x"), 404, "CORE_NOT_FOUND");
  }

  private void sum(String method, Http.Answer answer) {
    assertThat(good(answer, 200).data().toString())
        .isEqualTo("{\"sum\":42,\"by\":\"" + method + "\"}");
    tick(method + " /cores/{core_id}/api/invoke/{path}");
  }

  @Test
  void conversationsAreNotThere() {
    for (var path : new String[] {"/conversations", "/conversations/conv_1/messages"}) {
      refused(admin.get(Demo.BASE + path), 404, "NOT_FOUND");
      refused(admin.post(Demo.BASE + path, "{}"), 404, "NOT_FOUND");
    }
    tick("no /conversations/... endpoint");
  }
}
