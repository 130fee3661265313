package ai.scailabs.scaicore.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class StorageConfigurationTests {

  @TempDir Path folder;

  @Test
  void withNothingSetTheEmbeddedDefaultKeepsObjectsInItsDataFolder() {
    var store = StorageConfiguration.store(properties(Map.of()), folder.toString());

    assertThat(store).isInstanceOf(FolderObjectStore.class);
    assertThat(folder.resolve("objects")).isDirectory();
  }

  @Test
  void withNothingSetProductionDoesNotStart() {
    assertThatExceptionOfType(StorageUnusable.class)
        .isThrownBy(() -> StorageConfiguration.store(properties(Map.of()), null))
        .withMessageContaining("SCAICORE_STORAGE_S3_BUCKET is not set")
        .withMessageContaining("SCAICORE_STORAGE_FOLDER");
  }

  @Test
  void aFolderThatIsSetIsUsedInProduction() {
    var shared = folder.resolve("shared");
    var store =
        StorageConfiguration.store(
            properties(Map.of("SCAICORE_STORAGE_FOLDER", shared.toString())), null);

    assertThat(store).isInstanceOf(FolderObjectStore.class);
    assertThat(shared).isDirectory();
  }

  @Test
  void aBucketAndAFolderAreOneTooMany() {
    assertThatExceptionOfType(StorageUnusable.class)
        .isThrownBy(
            () ->
                StorageConfiguration.store(
                    properties(
                        Map.of(
                            "SCAICORE_STORAGE_S3_BUCKET",
                            "b",
                            "SCAICORE_STORAGE_FOLDER",
                            folder.toString())),
                    null))
        .withMessageContaining("unset one");
  }

  @Test
  void whatIsNotSetOfABucketHasItsDefault() {
    var s3 = properties(Map.of("SCAICORE_STORAGE_S3_BUCKET", "b")).s3();

    assertThat(s3.bucket()).isEqualTo("b");
    assertThat(s3.endpoint()).isNull();
    assertThat(s3.region()).isEqualTo("us-east-1");
    assertThat(s3.pathStyle()).isFalse();
    assertThat(s3.createBucket()).isFalse();
    assertThat(s3.accessKeyId()).isNull();
    assertThat(s3.timeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void everyKeyOfABucketCanBeAnEnvironmentVariable() {
    var s3 =
        properties(
                Map.of(
                    "SCAICORE_STORAGE_S3_BUCKET", "b",
                    "SCAICORE_STORAGE_S3_ENDPOINT", "https://s3.example.com",
                    "SCAICORE_STORAGE_S3_REGION", "eu-central-1",
                    "SCAICORE_STORAGE_S3_PATH_STYLE", "true",
                    "SCAICORE_STORAGE_S3_ACCESS_KEY_ID", "id",
                    "SCAICORE_STORAGE_S3_SECRET_ACCESS_KEY", "secret",
                    "SCAICORE_STORAGE_S3_CREATE_BUCKET", "true",
                    "SCAICORE_STORAGE_S3_TIMEOUT", "3s"))
            .s3();

    assertThat(s3)
        .isEqualTo(
            new StorageProperties.S3(
                "b",
                URI.create("https://s3.example.com"),
                "eu-central-1",
                true,
                "id",
                "secret",
                true,
                Duration.ofSeconds(3)));
  }

  private static StorageProperties properties(Map<String, Object> variables) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    ConfigurationPropertySources.attach(environment);
    return Binder.get(environment).bindOrCreate("scaicore.storage", StorageProperties.class);
  }
}
