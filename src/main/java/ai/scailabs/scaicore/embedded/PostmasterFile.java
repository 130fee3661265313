package ai.scailabs.scaicore.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file {@code postmaster.pid}, by which a PostgreSQL server says that it runs on a cluster. It
 * stays behind when the server is killed.
 *
 * @param pid of the server
 */
record PostmasterFile(long pid) {

  /** Reads it; nothing where there is none, or where it is not whole. */
  static Optional<PostmasterFile> of(Path cluster) throws IOException {
    try {
      var lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst().strip())));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * The server, if the process of that number runs one of these programs: numbers are given out
   * again, also to servers of other folders.
   */
  Optional<ProcessHandle> server(Path binaries) throws IOException {
    var programs = binaries.toRealPath();
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(p -> p.info().command().map(c -> Path.of(c).startsWith(programs)).orElse(true));
  }
}
