import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a service holds at a moment of rest.
 *
 * @param heap in use after collections, in bytes
 * @param threads of the system
 * @param virtual virtual threads
 * @param connections to the database that are not idle
 */
record Footprint(double heap, double threads, long virtual, double connections) {

  static Footprint of(Server service, Database database)
      throws IOException, InterruptedException, SQLException {
    // What the requests of a moment ago left behind ends.
    Thread.sleep(2_000);
    for (int i = 0; i < 3; i++) {
      jcmd(service, "GC.run");
    }
    var metrics = Api.text(service.port(), "/metrics");
    return new Footprint(
        sum(metrics, "jvm_memory_used_bytes", "area=\"heap\""),
        sum(metrics, "jvm_threads_live_threads", ""),
        virtualThreads(service),
        database.number(
            """
            select count(*) from pg_stat_activity
            where application_name = 'scaicore-module' and state <> 'idle'"""));
  }

  private static long virtualThreads(Server service) throws IOException, InterruptedException {
    var file = Processes.WORK.resolve("threads.json").toAbsolutePath();
    jcmd(service, "Thread.dump_to_file", "-format=json", "-overwrite", file.toString());
    return Files.readAllLines(file).stream()
        .filter(line -> line.contains("\"virtual\": true"))
        .count();
  }

  private static void jcmd(Server service, String... command)
      throws IOException, InterruptedException {
    var all = new ArrayList<String>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    all.add(Long.toString(service.pid()));
    all.addAll(List.of(command));
    var process = new ProcessBuilder(all).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException("jcmd failed: " + said);
    }
  }

  private static double sum(String metrics, String name, String label) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
