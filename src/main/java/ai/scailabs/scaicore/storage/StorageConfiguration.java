package ai.scailabs.scaicore.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

  private static final String DATA_FOLDER = "scaicore.embedded.data-dir";

  @Bean
  ObjectStore objectStore(StorageProperties properties, Environment environment) {
    return store(properties, environment.getProperty(DATA_FOLDER));
  }

  /**
   * The store that is configured.
   *
   * @param dataFolder of the embedded default; null elsewhere
   * @throws StorageUnusable when there is none, or there are two
   */
  static ObjectStore store(StorageProperties properties, @Nullable String dataFolder) {
    var bucket = properties.s3().bucket();
    if (bucket != null && !bucket.isBlank()) {
      if (properties.folder() != null) {
        throw new StorageUnusable(
            "SCAICORE_STORAGE_S3_BUCKET and SCAICORE_STORAGE_FOLDER are both set; objects are kept"
                + " in one place, so unset one of them.");
      }
      return S3Access.open(properties.s3(), bucket);
    }
    if (properties.folder() != null) {
      return new FolderObjectStore(properties.folder());
    }
    if (dataFolder != null) {
      return new FolderObjectStore(Path.of(dataFolder, "objects"));
    }
    throw new StorageUnusable(
        "SCAICORE_STORAGE_S3_BUCKET is not set, and avatars need an object store; name a bucket"
            + " there, or in SCAICORE_STORAGE_FOLDER a folder that all replicas share.");
  }
}
