package ai.scailabs.scaicore.embedded;

import ai.scailabs.scaicore.operations.CannotStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL cluster in a folder: made once, started and stopped with the service. Durable as
 * PostgreSQL is; reached over loopback only, by one user with a password.
 *
 * @param user the user as whom PostgreSQL runs
 * @param binaries the folder of its programs
 * @param data the folder of the cluster
 * @param log the file it logs to
 */
record PostgresCluster(SystemUser user, Path binaries, Path data, Path log) {

  /** The role that owns everything in the cluster. */
  static final String ROLE = "scaicore";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
  private static final int ATTEMPTS = 3;
  private static final String CONFIGURATION = "scaicore.conf";

  /** Makes the cluster, where there is none. One that was not finished is made anew. */
  void create(Path passwordFile) throws IOException {
    if (Files.exists(data)) {
      return;
    }
    LOG.info("Making a PostgreSQL cluster in {}", data);
    var unfinished = data.resolveSibling(data.getFileName() + ".unfinished");
    PostgresBinaries.delete(unfinished);
    Files.createDirectory(unfinished);
    user.own(unfinished);
    var made =
        user.run(
            List.of(
                program("initdb"),
                "--pgdata=" + unfinished,
                "--username=" + ROLE,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
    if (!made.succeeded()) {
      throw new CannotStart(
          "PostgreSQL cannot make its files in %s: %s.".formatted(data, lastLine(made.output())));
    }
    Files.writeString(
        unfinished.resolve("postgresql.conf"),
        "\ninclude = '" + CONFIGURATION + "'\n",
        StandardOpenOption.APPEND);
    Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Starts the server. One that a killed process left behind is stopped first.
   *
   * @return the port it listens on
   */
  int start() throws IOException {
    stopLeftBehind();
    user.own(data);
    var said = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = freePort();
      user.own(Files.writeString(data.resolve(CONFIGURATION), configuration(port)));
      user.own(Files.write(log, new byte[0]));
      var started = control("start", "--log=" + log, "--timeout=120");
      if (started.succeeded()) {
        return port;
      }
      said = Files.readString(log) + "\n" + started.output();
      if (!said.contains("could not create any TCP/IP sockets") && !said.contains("in use")) {
        break;
      }
    }
    throw new CannotStart(
        "PostgreSQL does not start on %s: %s; its log is %s.".formatted(data, reason(said), log));
  }

  /** Stops the server; what was committed stays. */
  void stop() {
    var stopped = control("stop", "--mode=fast", "--timeout=60");
    if (!stopped.succeeded()) {
      LOG.warn("PostgreSQL is stopped the hard way and recovers at the next start: {}", stopped);
      control("stop", "--mode=immediate", "--timeout=60");
    }
  }

  private void stopLeftBehind() throws IOException {
    var file = PostmasterFile.of(data);
    if (file.isEmpty()) {
      return;
    }
    if (file.get().server(binaries).isPresent()) {
      LOG.info("Taking over from PostgreSQL process {}, which was left behind", file.get().pid());
      stop();
    } else {
      // Its number may belong to another process by now, for which PostgreSQL would mistake it.
      LOG.info("The last process did not end cleanly; PostgreSQL recovers");
      Files.delete(data.resolve("postmaster.pid"));
    }
  }

  private Command.Result control(String action, String... options) {
    var command = new java.util.ArrayList<>(List.of(program("pg_ctl"), action, "--pgdata=" + data));
    command.addAll(List.of(options));
    command.add("--wait");
    return user.run(command);
  }

  private String program(String name) {
    return binaries.resolve("bin").resolve(name).toString();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String configuration(int port) {
    return """
        # Written at every start. Settings of your own: ALTER SYSTEM, which wins over these.
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        max_connections = 60
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_checkpoints = off
        # Statements that fail are the service's to report.
        log_min_messages = log
        jit = off
        """
        .formatted(port);
  }

  private static String reason(String said) {
    return said.lines()
        .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
        .map(line -> line.replaceFirst(".*(FATAL|PANIC):\\s*", ""))
        .reduce((first, second) -> second)
        .orElseGet(() -> lastLine(said));
  }

  private static String lastLine(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce((first, second) -> second)
        .orElse("it said nothing");
  }
}
