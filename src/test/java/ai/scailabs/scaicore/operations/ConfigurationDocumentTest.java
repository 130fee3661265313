package ai.scailabs.scaicore.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** docs/configuration.md has every key there is. */
class ConfigurationDocumentTest {

  private static final Path DOCUMENT = Path.of("docs", "configuration.md");

  @Test
  void everyKeyOfARecordIsInTheDocument() throws Exception {
    var document = Files.readString(DOCUMENT);
    var keys = keys();
    assertThat(keys).hasSizeGreaterThan(25);
    for (var key : keys) {
      assertThat(document).as(key).contains("`" + key + "`");
    }
  }

  @Test
  void theDocumentNamesEveryFindingOfTheStartUpCheck() throws IOException {
    var document = Files.readString(DOCUMENT);
    for (var finding : UnsafeSetting.values()) {
      assertThat(document).as(finding.name()).contains("`" + finding.word() + "`");
    }
  }

  private static List<String> keys() throws ClassNotFoundException {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    var keys = new ArrayList<String>();
    for (var found : scanner.findCandidateComponents("ai.scailabs.scaicore")) {
      var type = Class.forName(found.getBeanClassName());
      add(type, type.getAnnotation(ConfigurationProperties.class).value(), keys);
    }
    return keys;
  }

  private static void add(Class<?> type, String prefix, List<String> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      var key = prefix + "." + component.getName();
      if (component.getType().isRecord()) {
        add(component.getType(), key, keys);
      } else {
        keys.add(key.replaceAll("([A-Z])", "_$1").replace('.', '_').toUpperCase(Locale.ROOT));
      }
    }
  }
}
