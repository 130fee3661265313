package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.web.ValidationFailed;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/**
 * A name as it stands in addresses: its letters folded to lower-case ASCII, its words joined by
 * {@code -}, at most 63 characters.
 */
record Slug(String text) {

  private static final int MAX_LENGTH = 63;

  /** Letters that are no ASCII letter with a mark on it. */
  private static final Map<Integer, String> FOLDED =
      Map.ofEntries(
          Map.entry((int) 'ß', "ss"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'œ', "oe"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'ð', "d"),
          Map.entry((int) 'þ', "th"),
          Map.entry((int) 'ı', "i"));

  static Slug of(String name) {
    var folded = new StringBuilder();
    boolean gap = false;
    var decomposed = Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD);
    for (int c : decomposed.codePoints().toArray()) {
      var letters = letters(c);
      if (letters.isEmpty()) {
        // A mark, or an apostrophe, does not end a word.
        gap |= Character.getType(c) != Character.NON_SPACING_MARK && c != '\'' && c != '’';
      } else {
        folded.append(gap && !folded.isEmpty() ? "-" : "").append(letters);
        gap = false;
      }
    }
    var text = folded.length() > MAX_LENGTH ? folded.substring(0, MAX_LENGTH) : folded.toString();
    text = text.endsWith("-") ? text.substring(0, text.length() - 1) : text;
    if (text.isEmpty()) {
      throw new ValidationFailed(
          "name", "leaves no slug; use at least one letter or digit that folds to ASCII");
    }
    return new Slug(text);
  }

  private static String letters(int c) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      return Character.toString(c);
    }
    return FOLDED.getOrDefault(c, "");
  }
}
