import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Counts the statements of a cycle in PostgreSQL's log, and writes down which they are. */
final class StatementCount {

  private static final double SECONDS = 2;
  private static final Pattern LOGGED =
      Pattern.compile("^\\d{4}-.*? LOG:  (?:execute [^:]*|statement): (.*)$");

  private final Database database;
  private final Table table;

  StatementCount(Database database, Table table) {
    this.database = database;
    this.table = table;
  }

  void measure(Cycles.Clients clients) throws IOException, InterruptedException, SQLException {
    database.run(
        List.of(
            "alter system set log_statement = 'all'",
            "alter system set log_parameter_max_length = 0",
            "select pg_reload_conf()"));
    // The sessions of the service read it between two statements.
    Cycles.during(clients, 1, 1);
    long from = Files.size(database.log());
    int cycles = Cycles.during(clients, 1, SECONDS).cycles().length;
    var counts = counts(from);
    database.run(
        List.of(
            "alter system reset log_statement",
            "alter system reset log_parameter_max_length",
            "select pg_reload_conf()"));
    // What is not sent in every other cycle is not the cycles'.
    counts.values().removeIf(count -> count < cycles / 2);
    report(counts, cycles);
  }

  private void report(Map<String, Integer> counts, int cycles) throws IOException {
    double begins = share(counts, cycles, "begin");
    double commits = share(counts, cycles, "commit");
    double all = counts.values().stream().mapToInt(count -> count).sum() / (double) cycles;
    table.row(
        "statements a cycle",
        all - begins - commits,
        "",
        String.format(
            Locale.ROOT, "and %.1f begins and %.1f commits of their own", begins, commits));
    var lines = new ArrayList<String>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(
            each ->
                lines.add(
                    String.format(
                        Locale.ROOT, "%.2f  %s", each.getValue() / (double) cycles, each.getKey())));
    Files.write(Processes.WORK.resolve("statements.txt"), lines);
    table.about("statements", lines);
  }

  private static double share(Map<String, Integer> counts, int cycles, String word) {
    return counts.entrySet().stream()
            .filter(each -> each.getKey().toLowerCase(Locale.ROOT).startsWith(word))
            .mapToInt(Map.Entry::getValue)
            .sum()
        / (double) cycles;
  }

  private Map<String, Integer> counts(long from) throws IOException {
    var counts = new LinkedHashMap<String, Integer>();
    StringBuilder statement = null;
    for (var line : logged(from).lines().toList()) {
      var match = LOGGED.matcher(line);
      boolean begins = match.matches();
      if (statement != null && !begins && line.startsWith("\t")) {
        statement.append(' ').append(line.strip());
        continue;
      }
      if (statement != null) {
        counts.merge(statement.toString().replaceAll("\\s+", " ").strip(), 1, Integer::sum);
      }
      statement = begins ? new StringBuilder(match.group(1)) : null;
    }
    return counts;
  }

  private String logged(long from) throws IOException {
    try (var file = new RandomAccessFile(database.log().toFile(), "r")) {
      file.seek(from);
      var bytes = new byte[(int) (file.length() - from)];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
