package ai.scailabs.scaicore.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderObjectStoreTests extends ObjectStoreSuite {

  @TempDir Path folder;
  private ObjectStore store;

  @BeforeEach
  void open() {
    store = new FolderObjectStore(folder);
  }

  @Override
  ObjectStore store() {
    return store;
  }

  @Test
  void anObjectIsOneFileAtThePathOfItsKeyAndSurvivesANewStart() throws IOException {
    store.put(ObjectKey.of("scaicore", "ten_a", "core_b", "avatar"), filled(2, 'x'), "image/png");

    assertThat(Files.readString(folder.resolve("scaicore/ten_a/core_b/avatar")))
        .isEqualTo("image/png\nxx");
    assertThat(
            new FolderObjectStore(folder)
                .get(ObjectKey.of("scaicore", "ten_a", "core_b", "avatar"), MB))
        .isPresent();
  }

  @Test
  void aDeletedObjectLeavesNoEmptyFolders() {
    var deep = ObjectKey.of("scaicore", "ten_a", "core_c", "avatar");
    store.put(deep, filled(2, 'x'), "image/png");
    store.delete(deep);

    assertThat(folder.resolve("scaicore")).doesNotExist();
  }

  @Test
  void whatACrashLeftBehindIsNeverAnObjectAndGoesWithAStart() throws IOException {
    var old = Files.writeString(folder.resolve(".drafts/old"), "image/pn");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    var young = Files.writeString(folder.resolve(".drafts/young"), "image/pn");

    store = new FolderObjectStore(folder);

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void aFileThatIsNoneOfOursIsAFailureAndNoObject() throws IOException {
    Files.createDirectories(folder.resolve("suite/is-folder"));
    Files.write(folder.resolve("suite/foreign"), filled(5000, 'f'));
    Files.write(folder.resolve("suite/nothing"), new byte[0]);

    for (var name : new String[] {"is-folder", "foreign", "nothing"}) {
      assertThatExceptionOfType(StorageFailed.class)
          .as(name)
          .isThrownBy(() -> store.get(key(name), MB));
    }
  }

  @Test
  void aStoreThatCannotWriteSaysSoWithoutItsPath() throws IOException {
    Files.writeString(folder.resolve("blocked"), "a file where a folder should be");
    var blocked = ObjectKey.of("blocked", "avatar");

    assertThatExceptionOfType(StorageFailed.class)
        .isThrownBy(() -> store.put(blocked, filled(1, 'x'), "image/png"))
        .withMessageContaining("try again")
        .withMessageNotContaining(folder.toString());
    assertThat(folder.resolve(".drafts")).isEmptyDirectory();
  }

  @Test
  void aFolderThatCannotBeMadeIsAReasonNotToStart() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");

    assertThatExceptionOfType(StorageUnusable.class)
        .isThrownBy(() -> new FolderObjectStore(file.resolve("objects")))
        .withMessageContaining("SCAICORE_STORAGE_FOLDER");
  }
}
