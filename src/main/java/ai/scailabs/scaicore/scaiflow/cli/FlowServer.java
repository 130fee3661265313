package ai.scailabs.scaicore.scaiflow.cli;

import ai.scailabs.scaicore.scaiflow.cli.Transport.Answer;
import ai.scailabs.scaicore.scaiflow.cli.Transport.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The flows of the service, as a file sees them. */
final class FlowServer {

  private static final String FLOWS = "/v1/flows";
  private static final int LIMIT = 200;

  private final Transport transport;
  private final FlowFile file;

  FlowServer(Transport transport, FlowFile file) {
    this.transport = transport;
    this.file = file;
  }

  /**
   * The id of the only flow of a name; null when there is none.
   *
   * @throws CommandFailed also when there are several
   */
  @Nullable String named(String name) throws CommandFailed {
    var path = FLOWS + "?limit=" + LIMIT + "&search=" + encoded(name);
    var body = ask(new Call("look for the flow", "GET", path, null, null)).body();
    var items = FlowJson.maps(body.get("items"));
    var ids =
        items.stream()
            .filter(item -> name.equals(item.get("name")))
            .map(item -> FlowJson.word(item, "id"))
            .filter(Objects::nonNull)
            .toList();
    if (ids.size() > 1) {
      throw CommandFailed.misused(
          ids.stream()
              .collect(
                  Collectors.joining(
                      ", ",
                      "%s: %d flows are named \"%s\"; say with --flow which one: "
                          .formatted(file.shown(), ids.size(), name),
                      "")));
    }
    if (ids.isEmpty() && body.get("total") instanceof Number all && all.intValue() > items.size()) {
      throw CommandFailed.misused(
          "%s: too many flows have names like \"%s\" to find this one; say with --flow which it is."
              .formatted(file.shown(), name));
    }
    return ids.isEmpty() ? null : ids.getFirst();
  }

  /** Creates the flow of the file, and answers its id. */
  String create(String name) throws CommandFailed {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("name", name);
    if (file.description() != null) {
      body.put("description", file.description());
    }
    body.put("content", file.content());
    var call = new Call("create the flow", "POST", FLOWS, body, null);
    var id = FlowJson.word(ask(call).body(), "id");
    if (id == null) {
      throw unexpected(call);
    }
    return id;
  }

  /** Puts the content of the file into a flow, unless that has it already. */
  void put(String id) throws CommandFailed {
    var path = FLOWS + "/" + encoded(id);
    var there = ask(new Call("read the flow " + id, "GET", path, null, null)).body();
    if (!file.content().equals(there.get("content"))) {
      ask(new Call("change the flow " + id, "PUT", path, Map.of("content", file.content()), null));
    }
  }

  /** Deploys a flow, once however often it is tried, and answers the deployment. */
  Map<String, @Nullable Object> deploy(String id, boolean publish, List<String> groups)
      throws CommandFailed {
    var body = new LinkedHashMap<String, @Nullable Object>();
    if (publish) {
      body.put("publish_as_model", true);
    }
    if (!groups.isEmpty()) {
      body.put("group_ids", groups);
    }
    var call =
        new Call(
            "deploy the flow " + id,
            "POST",
            FLOWS + "/" + encoded(id) + "/deploy",
            body,
            UUID.randomUUID().toString());
    var deployment = ask(call).body();
    if (FlowJson.word(deployment, "core_id") == null) {
      throw unexpected(call);
    }
    return deployment;
  }

  private Answer ask(Call call) throws CommandFailed {
    var answer = transport.send(call);
    if (!answer.ok()) {
      throw new Refusal(call, answer, file.shown()).failure();
    }
    return answer;
  }

  private static CommandFailed unexpected(Call call) {
    return new CommandFailed(
        Ending.UNREACHED,
        List.of(
            "What answered the call to %s does not speak as ScaiFlow does; see whether %s is the service."
                .formatted(call.what(), Settings.URL)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
