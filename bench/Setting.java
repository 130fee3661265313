import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What cycles need: a running Core, and for each connection a user with a key and an inbox. */
final class Setting {

  static final String EXPENSE = "{\"input\": {\"message\": \"Hotel 400\"}}";

  private static final Path AGENT =
      Path.of("src", "test", "resources", "samples", "approval-agent.ir.json");
  private static final int USERS = 32;

  /** Asks the user who is named in its input, and ends with what they say. */
  private static final String PROGRAM =
      """
      {"schema_version": "0.2", "name": "Bench approval",
       "flows": [{"name": "main", "body": [
         {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Approve {{amount}}?",
          "options": ["approve", "reject"], "assignee": "user:{{assignee}}", "timeout": "2d",
          "context": {"amount": "amount"}, "result_binding": "answer"},
         {"kind": "rigid", "statements": [{"kind": "return",
          "value": "{response: 'Approved by a person.', decision: answer.decision}"}]}]}]}
      """;

  private final int port;
  private final List<Cycle.Inbox> inboxes = new ArrayList<>();
  private final String core;

  Setting(int port) throws IOException, InterruptedException {
    this.port = port;
    this.core = Api.runningCore(port, PROGRAM.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < USERS; i++) {
      inboxes.add(newInbox());
    }
  }

  String core() {
    return core;
  }

  String user(int number) {
    return inboxes.get(number).user();
  }

  String approvalAgent() throws IOException, InterruptedException {
    return Api.runningCore(port, Files.readAllBytes(AGENT));
  }

  /** Clients of a server with these paths, each with an inbox of its own. */
  Cycles.Clients clients(int serverPort, String coreId) {
    return number -> {
      var inbox = inboxes.get(number % USERS);
      var body = "{\"input\": " + Statements.INPUT.formatted(inbox.user()) + "}";
      return new Cycle(serverPort, inbox, coreId, body);
    };
  }

  Cycles.Clients clients(int serverPort, String coreId, String body) {
    return number -> new Cycle(serverPort, inboxes.get(number % USERS), coreId, body);
  }

  private Cycle.Inbox newInbox() throws IOException, InterruptedException {
    var email = "bench-" + UUID.randomUUID() + "@acme";
    var user =
        Api.post(
                port,
                "/v1/users",
                "{\"email\": \"%s\", \"display_name\": \"B\", \"roles\": [\"tenant_admin\"]}"
                    .formatted(email))
            .at("/data/id")
            .asString();
    var key =
        Api.post(
                port, "/v1/api-keys", "{\"name\": \"b\", \"user_id\": \"%s\"}".formatted(user))
            .at("/data/key")
            .asString();
    return new Cycle.Inbox(user, key);
  }
}
