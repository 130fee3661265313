package ai.scailabs.scaicore.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL runs. It refuses to run as root: then it runs in a user namespace of its own,
 * where the same user is not root, and where the system does not allow that (many containers), as
 * nobody, who then owns its files.
 *
 * @param prefix what goes before a command
 * @param owner the number of the user who owns the cluster
 */
record SystemUser(List<String> prefix, int owner) {

  private static final int NOBODY = 65534;

  static SystemUser current() {
    int uid = (int) new UnixSystem().getUid();
    if (uid != 0) {
      return new SystemUser(List.of(), uid);
    }
    var namespace = List.of("unshare", "--user");
    return Command.run(with(namespace, List.of("true"))).succeeded()
        ? new SystemUser(namespace, uid)
        : new SystemUser(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);
  }

  Command.Result run(List<String> command) {
    return Command.run(with(prefix, command));
  }

  /** Makes the user the owner of a folder and all that is in it. */
  void own(Path folder) throws IOException {
    if (owner(folder) != owner) {
      try (var files = Files.walk(folder)) {
        // The folder last: it tells whether this was finished.
        files.filter(file -> !file.equals(folder)).forEach(this::ownFile);
      }
      ownFile(folder);
    }
  }

  private void ownFile(Path file) {
    try {
      Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int owner(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid");
  }

  private static List<String> with(List<String> prefix, List<String> command) {
    return Stream.concat(prefix.stream(), command.stream()).toList();
  }
}
