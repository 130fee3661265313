package ai.scailabs.scaicore.operations;

import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The findings of the start-up check that the operator means to live with: {@code
 * scaicore.unsafe.allow}.
 *
 * @param words such as {@code public-metrics}
 */
public record AllowedRisks(List<String> words) {

  public static AllowedRisks in(Environment environment) {
    var words =
        Binder.get(environment)
            .bind("scaicore.unsafe.allow", Bindable.listOf(String.class))
            .orElse(List.of());
    return new AllowedRisks(
        words.stream().map(String::strip).filter(word -> !word.isEmpty()).toList());
  }

  public boolean contains(String word) {
    return words.contains(word);
  }
}
