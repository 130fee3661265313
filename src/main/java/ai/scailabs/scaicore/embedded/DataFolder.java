package ai.scailabs.scaicore.embedded;

import ai.scailabs.scaicore.operations.CannotStart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds all data of the embedded default, open: no other process opens it until
 * this one closes it or ends.
 */
final class DataFolder implements AutoCloseable {

  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Opens the folder, making it where there is none.
   *
   * @throws CannotStart when it cannot be written, or another process has it open
   */
  static DataFolder open(Path path) {
    try {
      Files.createDirectories(path);
      var lockFile =
          FileChannel.open(
              path.resolve(".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (tryLock(lockFile) == null) {
        var owner = read(lockFile);
        lockFile.close();
        throw new CannotStart(
            "process %s is running on the data folder %s; stop it, or set SCAICORE_DATA_DIR to another folder."
                .formatted(owner, path));
      }
      lockFile.truncate(0);
      lockFile.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      return new DataFolder(path, lockFile);
    } catch (IOException e) {
      var reason =
          e instanceof FileAlreadyExistsException ? "it is not a folder" : String.valueOf(e);
      throw new CannotStart(
          "the data folder %s cannot be written (%s); set SCAICORE_DATA_DIR to a folder that can."
              .formatted(path, reason),
          e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String read(FileChannel file) throws IOException {
    var bytes = ByteBuffer.allocate(20);
    file.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
  }
}
