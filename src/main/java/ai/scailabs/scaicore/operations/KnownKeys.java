package ai.scailabs.scaicore.operations;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/** API keys that somebody else could know. */
final class KnownKeys {

  private static final Pattern SHAPE = Pattern.compile("sgk_[A-Za-z0-9_-]{32,}");
  private static final List<String> WORDS =
      List.of("sgk_local_", "changeme", "change-me", "change_me", "password", "example", "secret");
  private static final int KINDS = 8;

  private KnownKeys() {}

  /** Whether a key is too short, of few different characters, or has a word that all think of. */
  static boolean isWeak(String key) {
    var lower = key.toLowerCase(Locale.ROOT);
    return !SHAPE.matches(key)
        || WORDS.stream().anyMatch(lower::contains)
        || lower.substring("sgk_".length()).chars().distinct().count() < KINDS
        || isRepeated(lower.substring("sgk_".length()));
  }

  /** Whether it is a shorter text, again and again. */
  private static boolean isRepeated(String text) {
    return (text + text).indexOf(text, 1) < text.length();
  }
}
