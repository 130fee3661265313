import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What one client does, over and over, on one connection: starts an execution that asks a person,
 * lists what waits for that person, answers, and reads the result. The service and the bare
 * controllers have the same paths.
 */
final class Cycle implements AutoCloseable {

  private static final String BASE = "/v1/modules/scaicore/";
  private static final byte[] NOTHING = {};
  private static final byte[] ANSWER =
      "{\"decision\": \"approve\", \"comment\": \"Within budget.\"}".getBytes(StandardCharsets.UTF_8);

  private final Connection connection;
  private final String token;
  private final byte[] start;
  private final byte[] list;
  private long settleNanos;
  private int reads;

  /**
   * @param body of the request that starts an execution
   */
  Cycle(int port, Inbox inbox, String core, String body) {
    this.connection = new Connection(port);
    this.token = inbox.key();
    this.start =
        request("POST", "cores/" + core + "/invoke", body.getBytes(StandardCharsets.UTF_8));
    this.list = request("GET", "checkpoints?limit=50&user=" + inbox.user(), NOTHING);
  }

  /** Who answers: a user, and the key they call with. */
  record Inbox(String user, String key) {}

  void run() throws IOException {
    var started = connection.ask(start);
    var execution = member(started, "id");
    var checkpoint = member(started, "checkpoint_id");
    var waiting = connection.ask(list);
    if (!waiting.contains(checkpoint)) {
      throw new IOException("checkpoint " + checkpoint + " is not listed in " + waiting);
    }
    connection.exchange(request("POST", "checkpoints/" + checkpoint + "/resolve", ANSWER));
    long resolved = System.nanoTime();
    var read = request("GET", "executions/" + execution, NOTHING);
    reads = 0;
    String state;
    do {
      state = member(connection.ask(read), "status");
      reads++;
    } while (state.equals("running") || state.equals("suspended"));
    settleNanos = System.nanoTime() - resolved;
    if (!state.equals("completed")) {
      throw new IOException("execution " + execution + " is " + state);
    }
  }

  /** Only starts one, which then waits. */
  void begin() throws IOException {
    member(connection.ask(start), "checkpoint_id");
  }

  /** From the answer to the resolve, to the answer that said completed; of the last cycle. */
  long settleNanos() {
    return settleNanos;
  }

  /** How often the last cycle read the execution. */
  int reads() {
    return reads;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  private byte[] request(String method, String path, byte[] body) {
    return Load.request(method, BASE + path, token, "application/json", body);
  }

  /** A text member of the data of an answer. */
  private static String member(String answer, String name) throws IOException {
    // The envelope has a member "status" too, before the data.
    int data = answer.indexOf("\"data\":{");
    int from = answer.indexOf("\"" + name + "\":\"", data);
    if (data < 0 || from < 0) {
      throw new IOException("no " + name + " in " + answer);
    }
    int at = from + name.length() + 4;
    return answer.substring(at, answer.indexOf('"', at));
  }
}
