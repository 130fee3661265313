package ai.scailabs.scaicore.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder. An object is one file at the path of its key, so that its bytes and type are replaced
 * together: a line with the content type, then the bytes. A capital letter stands in names as
 * {@code ^} and the small one, so that keys are kept apart where file systems do not tell case. No
 * key may go on where another ends, as {@code a/b} does where {@code a} does.
 */
final class FolderObjectStore implements ObjectStore {

  private static final int MAX_TYPE = 255;
  private static final int ATTEMPTS = 100;
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path root;

  /** Where files grow up; no key begins with a dot. */
  private final Path drafts;

  /** Opens the folder, making it where there is none. */
  FolderObjectStore(Path folder) {
    root = folder.toAbsolutePath().normalize();
    drafts = root.resolve(".drafts");
    try {
      Files.createDirectories(drafts);
      removeAbandonedDrafts();
    } catch (IOException e) {
      throw new StorageUnusable(
          "the folder for objects %s cannot be written (%s); set SCAICORE_STORAGE_FOLDER to one that can, or SCAICORE_STORAGE_S3_BUCKET."
              .formatted(root, e),
          e);
    }
  }

  @Override
  public void put(ObjectKey key, byte[] bytes, String contentType) {
    if (contentType.length() > MAX_TYPE || contentType.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("not a content type: " + contentType);
    }
    var draft = drafts.resolve(UUID.randomUUID().toString());
    try {
      try {
        write(draft, contentType, bytes);
        publish(draft, path(key));
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw StorageFailed.put(key, e);
    }
  }

  @Override
  public Optional<StoredObject> get(ObjectKey key, int maxBytes) {
    try (var file = Files.newInputStream(path(key))) {
      var all = file.readNBytes(MAX_TYPE + 1 + maxBytes + 1);
      int line = 0;
      while (line < all.length && all[line] != '\n') {
        line++;
      }
      if (line >= Math.min(all.length, MAX_TYPE + 1)) {
        throw new IOException("its first line is no content type");
      }
      if (all.length - line - 1 > maxBytes) {
        throw new ObjectTooLarge(maxBytes);
      }
      return Optional.of(
          new StoredObject(
              new String(all, 0, line, StandardCharsets.US_ASCII),
              Arrays.copyOfRange(all, line + 1, all.length)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw StorageFailed.get(key, e);
    }
  }

  @Override
  public void delete(ObjectKey key) {
    var file = path(key);
    try {
      if (Files.deleteIfExists(file)) {
        removeEmptyFolders(file);
      }
    } catch (IOException e) {
      throw StorageFailed.delete(key, e);
    }
  }

  private Path path(ObjectKey key) {
    var path = new StringBuilder();
    for (char c : key.text().toCharArray()) {
      if (c >= 'A' && c <= 'Z') {
        path.append('^').append((char) (c + 'a' - 'A'));
      } else {
        path.append(c);
      }
    }
    return root.resolve(path.toString());
  }

  private static void write(Path draft, String contentType, byte[] bytes) throws IOException {
    try (var file =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var all = ByteBuffer.allocate(contentType.length() + 1 + bytes.length);
      all.put(contentType.getBytes(StandardCharsets.US_ASCII)).put((byte) '\n').put(bytes).flip();
      while (all.hasRemaining()) {
        file.write(all);
      }
      file.force(true);
    }
  }

  private void publish(Path draft, Path target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(target.getParent());
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        break;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Whoever deleted the last object beside it took the folder along, perhaps between the
        // attempt to make it and the look at what stood in the way.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
    for (var folder : foldersOf(target)) {
      force(folder);
    }
  }

  /** Makes the names in a folder outlive a power failure. */
  private static void force(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (NoSuchFileException e) {
      // Somebody deleted the object already, and its folder.
      return;
    }
  }

  private void removeEmptyFolders(Path file) throws IOException {
    try {
      for (var folder : foldersOf(file)) {
        if (!folder.equals(root)) {
          Files.deleteIfExists(folder);
        }
      }
    } catch (DirectoryNotEmptyException e) {
      return;
    }
  }

  /** The folders around a file, innermost first, the root last. */
  private List<Path> foldersOf(Path file) {
    return Stream.iterate(file, Path::getParent)
        .skip(1)
        .takeWhile(folder -> folder.startsWith(root))
        .toList();
  }

  private void removeAbandonedDrafts() throws IOException {
    var limit = Instant.now().minus(ABANDONED);
    try (var all = Files.list(drafts)) {
      for (var draft : (Iterable<Path>) all::iterator) {
        if (Files.getLastModifiedTime(draft).toInstant().isBefore(limit)) {
          Files.deleteIfExists(draft);
        }
      }
    }
  }
}
