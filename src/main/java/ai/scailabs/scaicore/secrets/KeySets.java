package ai.scailabs.scaicore.secrets;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/** Reads key sets, and makes the first one of a data folder. */
final class KeySets {

  private KeySets() {}

  static KeysetHandle parse(String json) throws GeneralSecurityException {
    AeadConfig.register();
    return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
  }

  static String text(KeysetHandle keys) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
  }

  /** A key set of one new key. */
  static KeysetHandle fresh() throws GeneralSecurityException {
    AeadConfig.register();
    return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
  }

  /** The key set with a new key, which only opens as long as it is not the primary. */
  static KeysetHandle added(KeysetHandle keys, boolean primary) throws GeneralSecurityException {
    var entry =
        KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
            .withRandomId();
    return KeysetHandle.newBuilder(keys).addEntry(primary ? entry.makePrimary() : entry).build();
  }

  /** The key set with the key that was added last as its primary. */
  static KeysetHandle promoted(KeysetHandle keys) throws GeneralSecurityException {
    var builder = KeysetHandle.newBuilder(keys);
    builder.getAt(builder.size() - 1).makePrimary();
    return builder.build();
  }

  /** The key set with its primary key alone. */
  static KeysetHandle primaryOnly(KeysetHandle keys) throws GeneralSecurityException {
    var builder = KeysetHandle.newBuilder(keys);
    for (int i = builder.size() - 1; i >= 0; i--) {
      if (!builder.getAt(i).isPrimary()) {
        builder.deleteAt(i);
      }
    }
    return builder.build();
  }

  /** The key set of a folder; made, readable by its owner only, when there is none. */
  static KeysetHandle ofFolder(Path folder) throws GeneralSecurityException, IOException {
    var file = folder.resolve("secrets-keyset.json");
    if (Files.exists(file)) {
      return parse(Files.readString(file));
    }
    var made = fresh();
    write(file, text(made));
    return made;
  }

  /** Puts a key set into a file, readable by its owner only, at once or not at all. */
  static void write(Path file, String keySet) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    // Written beside and moved, so that a crash leaves no half key set to lock the secrets out.
    var draft = Files.createTempFile(file.toAbsolutePath().getParent(), "keyset", ".tmp", owner);
    try {
      try (var out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(keySet.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        // What is sealed with it must not outlive it.
        out.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
