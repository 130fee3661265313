package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.expression.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values whose texts every store and every wire keeps as they are: U+0000 and unpaired surrogates
 * are replaced by U+FFFD. Applied where a value comes from outside, before it is used, so that a
 * replay finds what was used.
 */
final class WellFormed {

  private static final char REPLACEMENT = '\uFFFD';

  private WellFormed() {}

  /** Whether nothing has to be replaced. */
  static boolean is(@Nullable Object value) {
    return switch (value) {
      case String text -> isText(text);
      case List<?> list -> list.stream().allMatch(WellFormed::is);
      case Map<?, ?> map ->
          map.entrySet().stream().allMatch(e -> is(e.getKey()) && is(e.getValue()));
      case null, default -> true;
    };
  }

  /** The value itself where nothing has to be replaced. */
  static @Nullable Object of(@Nullable Object value) {
    return is(value) ? value : replaced(value);
  }

  private static @Nullable Object replaced(@Nullable Object value) {
    return switch (value) {
      case String text -> text(text);
      case List<?> list -> {
        var items = new ArrayList<@Nullable Object>(list.size());
        list.forEach(item -> items.add(of(item)));
        yield items;
      }
      case Map<?, ?> map -> {
        var members = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, inner) -> members.put(text(String.valueOf(key)), of(inner)));
        yield members;
      }
      case null, default -> value;
    };
  }

  static Map<String, @Nullable Object> members(Map<String, @Nullable Object> map) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, value) -> members.put(text(key), of(value)));
    return members;
  }

  static Failure failure(Failure failure) {
    return new Failure(
        text(failure.code()), text(failure.message()), of(failure.details()), failure.block());
  }

  static Journal.Entry entry(Journal.Entry entry) {
    return is(entry.value())
        ? entry
        : new Journal.Entry(
            entry.step(),
            entry.kind(),
            entry.argumentHash(),
            Values.normalise(of(entry.value())),
            entry.failure(),
            entry.startedAt());
  }

  static @Nullable String orNull(@Nullable String text) {
    return text == null ? null : text(text);
  }

  static String text(String text) {
    if (isText(text)) {
      return text;
    }
    var chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (isOdd(text, i)) {
        chars[i] = REPLACEMENT;
      }
    }
    return new String(chars);
  }

  private static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isOdd(text, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOdd(String text, int i) {
    char c = text.charAt(i);
    if (c == 0) {
      return true;
    }
    if (!Character.isSurrogate(c)) {
      return false;
    }
    return Character.isHighSurrogate(c)
        ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
  }
}
