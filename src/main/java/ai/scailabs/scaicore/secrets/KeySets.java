package ai.scailabs.scaicore.secrets;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
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

/** Reads key sets and makes the first one of a data folder. */
final class KeySets {

  private KeySets() {}

  static KeysetHandle parse(String json) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
  }

  /** The key set of a folder; made, readable by its owner only, when there is none. */
  static KeysetHandle ofFolder(Path folder) throws GeneralSecurityException, IOException {
    var file = folder.resolve("secrets-keyset.json");
    if (Files.exists(file)) {
      return parse(Files.readString(file));
    }
    var made = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    // Written beside and moved, so that a crash leaves no half key set to lock the secrets out.
    var draft = Files.createTempFile(folder, "keyset", ".tmp", owner);
    var json = TinkJsonProtoKeysetFormat.serializeKeyset(made, InsecureSecretKeyAccess.get());
    try (var out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
      // What is sealed with it must not outlive it.
      out.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    return made;
  }
}
