import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A script of statements, sent by PostgreSQL's own load generator. */
final class Pgbench {

  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
  private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");

  private final Path program;
  private final Path script;
  private final Database database;

  private Pgbench(Path program, Path script, Database database) {
    this.program = program;
    this.script = script;
    this.database = database;
  }

  record Result(double perSecond, double averageMillis) {}

  /** Where the program is there. */
  static Optional<Pgbench> of(Database database, String text, Path folder, String name)
      throws IOException {
    var found = program();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var script = folder.resolve(name + ".pgbench");
    Files.writeString(script, text);
    return Optional.of(new Pgbench(found.get(), script, database));
  }

  Result during(int clients, double seconds) throws IOException, InterruptedException {
    var command =
        List.of(
            program.toString(),
            "--no-vacuum",
            "--protocol=prepared",
            "--client=" + clients,
            "--jobs=1",
            "--time=" + Math.max(1, Math.round(seconds)),
            "--file=" + script,
            "--host=127.0.0.1",
            "--port=" + database.port(),
            "--username=" + Database.USER,
            "scaicore");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("PGPASSWORD", database.password()));
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException("pgbench failed: " + said);
    }
    return new Result(figure(RATE, said), figure(LATENCY, said));
  }

  private static double figure(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> Double.parseDouble(match.group(1)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("pgbench said " + text));
  }

  private static Optional<Path> program() throws IOException {
    var debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        var found =
            versions.map(v -> v.resolve("bin/pgbench")).filter(Files::isExecutable).sorted().toList();
        if (!found.isEmpty()) {
          return Optional.of(found.getLast());
        }
      }
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, "pgbench"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
