package ai.scailabs.scaicore.scaiflow.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.program.VerifyOptions;
import ai.scailabs.scaicore.program.manifest.ManifestReader;
import ai.scailabs.scaicore.scaiflow.graph.NodeKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One graph for each kind of node, and the block it becomes. */
class NodeKindTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "llm_rigid | {\"template\": \"Hi {{name}}\"} | {kind=rigid, statements=[{kind=expression,"
            + " template=Hi {{name}}}]",
        "llm_flexible | {\"goal\": \"g\", \"llm_role\": \"primary\", \"output_schema\": {\"a\":"
            + " \"int\"}, \"input_bindings\": {\"m\": \"m\"}, \"tools\": [\"erp\"]} |"
            + " {kind=flexible, goal=g, llm_role=primary, output_type={a=int},"
            + " input_bindings={m=m}, tools=[erp]",
        "llm_flexible | {\"goal\": \"g\", \"model\": \"scaigrid/offline/echo\"} | {kind=flexible,"
            + " goal=g, llm_role=primary",
        "llm_guarded | {\"goal\": \"g\", \"guard\": \"true\", \"validate\": [\"output != ''\"],"
            + " \"on_validation_failure\": \"sorry\"} | {kind=guarded, goal=g,"
            + " on_validation_failure=[{kind=rigid",
        "tool_plugin | {\"plugin\": \"erp\", \"method\": \"m\", \"args\": {\"a\": \"1\"}} |"
            + " {kind=rigid, statements=[{kind=plugin_call, alias=erp, method=m, args={a=1}}]",
        "tool_http | {\"method\": \"POST\", \"url\": \"https://x.example.com\", \"headers\":"
            + " {\"Accept\": \"application/json\", \"X\": \"input.x\"}, \"body\": {\"a\":"
            + " \"{{b}}\"}} | {kind=rigid, statements=[{kind=http, method=POST,"
            + " url=https://x.example.com, headers={Accept=\"application/json\", X=input.x},"
            + " body={a={{b}}}}]",
        "data_variable_set | {\"name\": \"n\", \"value\": \"1 + 1\"} | {kind=rigid,"
            + " statements=[{kind=assign, target=n, value=1 + 1}]",
        "checkpoint | {\"type\": \"review\", \"prompt\": \"ok?\", \"options\": [\"yes\","
            + " {\"value\": \"no\", \"label\": \"No\"}], \"assignee\": \"role:x\", \"timeout\":"
            + " \"2d\", \"on_timeout\": \"cancel\"} | {kind=checkpoint, checkpoint_type=review,"
            + " assignee=role:x, prompt=ok?, options=[yes, no], timeout=2d, on_timeout=cancel",
        "hitl_decision | {\"prompt\": \"ok?\"} | {kind=checkpoint, checkpoint_type=hitl_decision,"
            + " prompt=ok?",
        "hitl_review | {\"queue\": \"q\", \"sections\": [{\"type\": \"context\", \"content\":"
            + " \"c\"}, {\"type\": \"input\", \"field\": \"f\", \"kind\": \"number\", \"required\":"
            + " true}, {\"type\": \"decision\", \"options\": [\"a\"]}]} | {kind=checkpoint,"
            + " checkpoint_type=hitl_review, prompt=c, options=[a], hitl_target={scope=s, queue=q,"
            + " hitl_spec=",
        "queue_publish | {\"queue\": \"q\", \"message_type\": \"t\", \"payload\": {\"a\":"
            + " \"{{b}}\"}} | {kind=rigid, statements=[{kind=queue_publish, queue=q, scope=s,"
            + " message_type=t, payload={a={{b}}}}]",
        "queue_consume | {\"queue\": \"q\", \"timeout\": \"5m\"} | {kind=rigid,"
            + " statements=[{kind=queue_consume, queue=q, scope=s, timeout=5m}]",
        "queue_escalation | {\"queue\": \"q\", \"after\": \"1h\"} | {kind=rigid,"
            + " statements=[{kind=queue_publish, queue=q, scope=s, message_type=escalation,"
            + " after=1h}]",
        "compute_provision | {\"image\": \"python:3.12\"} | {kind=rigid,"
            + " statements=[{kind=plugin_call, alias=scaibunker, method=provision,"
            + " args={image=\"python:3.12\"}}]",
        "compute_exec | {\"command\": \"python3 run.py {{message}}\"} | {kind=rigid,"
            + " statements=[{kind=plugin_call, alias=scaibunker, method=exec, args={command=python3"
            + " run.py {{message}}}}]",
        "compute_file_upload | {\"path\": \"/a\"} | {kind=rigid, statements=[{kind=plugin_call,"
            + " alias=scaibunker, method=file_upload, args={path=\"/a\"}}]",
        "compute_file_download | {\"path\": \"/a\"} | {kind=rigid, statements=[{kind=plugin_call,"
            + " alias=scaibunker, method=file_download, args={path=\"/a\"}}]",
        "compute_destroy | {} | {kind=rigid, statements=[{kind=plugin_call, alias=scaibunker,"
            + " method=destroy, args={}}]",
        "subflow_call | {\"target\": \"core://t/other\", \"flow_name\": \"f\", \"input_bindings\":"
            + " {\"a\": \"b\"}, \"instance_key\": \"'k'\", \"version\": \"1.2\", \"timeout\":"
            + " \"1m\", \"is_async\": true} | {kind=core_call, target=core://t/other, flow_name=f,"
            + " input_bindings={a=b}, version=1.2, instance_key='k', timeout=1m, is_async=true",
      })
  void aNodeBecomesABlock(String kind, String config, String block) {
    var drawing = Drawing.begun().node("x", kind, config).edges("in", "x");

    var body = body(drawing);
    assertThat(body).hasSize(1);
    assertThat(String.valueOf(body.getFirst())).startsWith(block.substring(0, block.length() - 1));
    assertThat(body.getFirst())
        .isInstanceOfSatisfying(
            Map.class,
            map -> {
              assertThat(map.get("result_binding")).isEqualTo("x");
              assertThat(map.get("meta"))
                  .isEqualTo(
                      Map.of(
                          "node_id",
                          "x",
                          "node_kind",
                          kind,
                          "node_label",
                          "x",
                          "node_config",
                          Drawing.json(config).entrySet().stream()
                              .collect(
                                  java.util.stream.Collectors.toMap(
                                      Map.Entry::getKey, Map.Entry::getValue))));
            });
  }

  private static List<?> body(Drawing drawing) {
    var manifest = ManifestReader.read(drawing.manifest().getBytes(StandardCharsets.UTF_8));
    assertThat(manifest.findings(VerifyOptions.NONE)).isEmpty();
    var flows = (List<?>) java.util.Objects.requireNonNull(manifest.source().get("flows"));
    return (List<?>) java.util.Objects.requireNonNull(((Map<?, ?>) flows.getFirst()).get("body"));
  }

  @Test
  void thereAre24Kinds() {
    assertThat(Arrays.stream(NodeKind.values()).map(NodeKind::word)).hasSize(24);
  }

  @Test
  void computeBringsItsPluginAlong() {
    var drawing = Drawing.begun().node("x", "compute_exec", "{}").edges("in", "x");

    assertThat(drawing.manifest())
        .contains("- alias: scaibunker\n    endpoint: plugin://scaibunker\n");
  }

  @Test
  void entriesBecomeTriggers() {
    var drawing = new Drawing().set("a");
    drawing.node("node_api", "entry_api", "{\"method\": \"GET\", \"path\": \"/a\"}");
    drawing.node("node_hook", "entry_webhook", "{\"path\": \"/h\", \"auth\": \"none\"}");
    drawing.node("node_cron", "entry_schedule", "{\"cron\": \"0 2 * * *\", \"timezone\": \"UTC\"}");
    drawing.edges("node_api", "a").edges("node_hook", "a").edges("node_cron", "a");

    var manifest = ManifestReader.read(drawing.manifest().getBytes(StandardCharsets.UTF_8));
    assertThat(String.valueOf(manifest.source().get("triggers")))
        .contains("{kind=api, name=api, target_flow=main, method=GET, path=/a, meta=")
        .contains("{kind=webhook, name=hook, target_flow=main, path=/h, auth=none, meta=")
        .contains("{kind=schedule, name=cron, target_flow=main, cron=0 2 * * *, timezone=UTC, ");
  }

  @Test
  void variablesAreParametersWithTheirDefaults() {
    var drawing = Drawing.begun().set("a").edges("in", "a");
    drawing.with("variables", List.of(Map.of("name", "limit", "type", "float", "default", 5)));

    var manifest = ManifestReader.read(drawing.manifest().getBytes(StandardCharsets.UTF_8));
    assertThat(String.valueOf(manifest.source().get("flows")))
        .contains("params=[{name=limit, type=float, default=5}]");
  }

  @Test
  void anEntryAloneIsAFlowWithoutSteps() {
    assertThat(body(Drawing.begun())).isEmpty();
  }
}
