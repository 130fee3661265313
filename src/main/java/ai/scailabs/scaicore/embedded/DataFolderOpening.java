package ai.scailabs.scaicore.embedded;

import java.nio.file.Path;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/** Opens the data folder before any bean can write into it, and keeps it open as a bean. */
final class DataFolderOpening implements ApplicationContextInitializer<GenericApplicationContext> {

  @Override
  public void initialize(GenericApplicationContext context) {
    var path = context.getEnvironment().getProperty(ModeDefaults.DATA_DIR);
    if (path != null) {
      var folder = DataFolder.open(Path.of(path));
      context.registerBean(DataFolder.class, () -> folder);
    }
  }
}
