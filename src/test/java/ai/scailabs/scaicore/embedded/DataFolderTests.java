package ai.scailabs.scaicore.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.operations.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTests {

  @TempDir Path temporary;

  @Test
  void aFolderIsMadeWithItsParentsAndCanBeOpenedAgainOnceClosed() throws IOException {
    var path = temporary.resolve("a/b");

    DataFolder.open(path).close();
    try (var folder = DataFolder.open(path)) {
      assertThat(folder.path()).isDirectory();
    }
  }

  @Test
  void aFolderThatIsOpenIsNotOpenedAgain() throws IOException {
    try (var folder = DataFolder.open(temporary)) {
      assertThatThrownBy(() -> DataFolder.open(folder.path()))
          .isInstanceOf(CannotStart.class)
          .hasMessage(
              "process %d is running on the data folder %s; stop it, or set SCAICORE_DATA_DIR to another folder.",
              ProcessHandle.current().pid(), temporary);
    }
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    var file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> DataFolder.open(file))
        .isInstanceOf(CannotStart.class)
        .hasMessage(
            "the data folder %s cannot be written (it is not a folder); set SCAICORE_DATA_DIR to a folder that can.",
            file);
  }
}
