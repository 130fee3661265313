package ai.scailabs.scaicore.durability;

import ai.scailabs.scaicore.testing.AtOnce;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Eventually;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.PluginServer;
import ai.scailabs.scaicore.testing.Replica;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One database, a replica over it that stays, and an outside world that takes down every call that
 * programs make; the same for all tests of this package.
 */
final class Fleet implements AutoCloseable {

  private static final String PROVIDER = "outside";

  private final String database = TestPostgres.newDatabase();
  private final Path folder;
  private final PluginServer outside = new PluginServer();
  private final Replica replica;

  Fleet() throws IOException {
    folder = Files.createTempDirectory("scaicore-fleet");
    outside.otherwise(answer());
    replica = new Replica(database, arguments());
    var backend =
        """
        {"name": "Outside", "provider": "%s", "base_url": "%s/v1", "api_key": "k"}
        """
            .formatted(PROVIDER, outside.url());
    if (admin().post("/v1/backends", backend).status() != 201) {
      throw new IllegalStateException("no backend");
    }
  }

  /** Gives tests the one there is. */
  static final class Resolver implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Fleet.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Fleet.class))
          .computeIfAbsent(
              Fleet.class,
              type -> {
                try {
                  return new Fleet();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
    }
  }

  /** What another replica over the same database is started with. */
  List<String> arguments() {
    return List.of(
        "--scaicore.embedded.data-dir=" + folder,
        "--scaicore.plugins.allow-loopback=true",
        "--scaicore.unsafe.allow=" + ServerTest.ALLOWED + ",failpoints");
  }

  String database() {
    return database;
  }

  PluginServer outside() {
    return outside;
  }

  Replica replica() {
    return replica;
  }

  Http admin() {
    return replica.as(Demo.ADMIN);
  }

  /** Puts a file where the folder of objects is, until the result is closed. */
  AutoCloseable takeObjectsAway() throws IOException {
    var objects = folder.resolve("objects");
    var elsewhere = folder.resolve("objects-elsewhere");
    Files.move(objects, elsewhere);
    Files.createFile(objects);
    return () -> {
      Files.delete(objects);
      Files.move(elsewhere, objects);
    };
  }

  /** Waits until every connection of the replica's pool is one that lives. */
  void healed() {
    Eventually.get(
        () -> AtOnce.run(16, i -> admin().get(Demo.CORES).status()),
        statuses -> statuses.stream().allMatch(status -> status == 200));
  }

  Rows rows() {
    return new Rows(database);
  }

  /** Answers a model call and a plugin call alike. */
  static PluginServer.Answer answer() {
    return PluginServer.status(
        200,
        """
        {"result": {"done": true},
         "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m",
         "choices": [{"index": 0, "finish_reason": "stop",
           "message": {"role": "assistant", "content": "done"}}],
         "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}
        """);
  }

  /** A running Core of these blocks of its one flow. */
  String core(String name, String blocks) {
    return core(name, "", blocks);
  }

  /**
   * A running Core.
   *
   * @param more members of the program, with a comma behind them
   */
  String core(String name, String more, String blocks) {
    return Demo.running(admin(), name, program(name, more, blocks));
  }

  private String program(String name, String more, String blocks) {
    return """
    {"schema_version": "0.2", "name": "%s", %s
     "models": [{"role": "primary", "provider": "%s", "model": "m"}],
     "plugins": [{"alias": "desk", "endpoint": "%s/desk"}],
     "flows": [{"name": "main", "body": [%s]}]}
    """
        .formatted(name, more, PROVIDER, outside.url(), blocks);
  }

  /** A running Core that calls another for each case, which calls the outside. */
  String calling(String name) {
    var called = core(name + " called", blocks(called("opening"), done("case")));
    var slug = admin().get(Demo.CORES + "/" + called).data().path("slug").asString();
    var call =
        """
        {"kind": "core_call", "target": "core://acme/%s", "flow_name": "main",
         "input_bindings": {"case": "case + '-called'"}, "result_binding": "told"}
        """
            .formatted(slug);
    var source = program(name, "", blocks(call, done("told")));
    var made =
        admin()
            .post(
                Demo.CORES,
                "{\"name\": \"%s\", \"privilege_level\": \"elevated\", \"source\": %s}"
                    .formatted(name, source));
    var id = made.data().path("id").asString();
    admin().post(Demo.CORES + "/" + id + "/start", "");
    return id;
  }

  /** Blocks that call the outside, ask a person, call again, and say that they are done. */
  static String approval() {
    return blocks(
        called("opening"),
        """
        {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Is it {{case}}?",
         "options": ["approve", "reject"], "assignee": "role:tenant_admin",
         "result_binding": "answer"}
        """,
        asked("closing"),
        done("answer.decision"));
  }

  /** A block that calls a plugin; the call names the case, and this word. */
  static String called(String word) {
    return """
    {"kind": "rigid", "result_binding": "%s", "statements": [
      {"kind": "plugin_call", "alias": "desk", "method": "%1$s", "args": {"case": "case"}}]}
    """
        .formatted(word);
  }

  /** A block that asks a model; the call names the case, and this word. */
  static String asked(String word) {
    return """
    {"kind": "flexible", "goal": "%s {{case}}", "result_binding": "%1$s"}
    """
        .formatted(word);
  }

  static String done(String value) {
    return """
    {"kind": "rigid", "statements": [
      {"kind": "emit", "event": "case.done", "data": "case"},
      {"kind": "return", "value": "%s"}]}
    """
        .formatted(value);
  }

  static String blocks(String... blocks) {
    return Stream.of(blocks).reduce((a, b) -> a + "," + b).orElse("");
  }

  /** The body of a request to start a case. */
  static String input(String name) {
    return "{\"input\": {\"case\": \"" + name + "\"}}";
  }

  /** The calls of the outside that name a case and a word. */
  List<PluginServer.Call> calls(String name, String word) {
    return outside.calls().stream()
        .filter(call -> (call.method() + call.body()).contains(word) && names(call, name))
        .toList();
  }

  private static boolean names(PluginServer.Call call, String name) {
    int at = call.body().indexOf(name);
    int end = at + name.length();
    return at >= 0
        && (end == call.body().length() || !Character.isLetterOrDigit(call.body().charAt(end)));
  }

  @Override
  public void close() throws IOException {
    replica.close();
    outside.close();
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
