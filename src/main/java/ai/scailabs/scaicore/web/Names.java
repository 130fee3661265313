package ai.scailabs.scaicore.web;

import java.util.Locale;

/** How what Java calls {@code coreId} is called in JSON. */
final class Names {

  private Names() {}

  /** Snake case of a name, or of each name of a path such as {@code plugins[0].entryPoint}. */
  static String snake(String camel) {
    var text = new StringBuilder(camel.length() + 4);
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (Character.isUpperCase(c) && i > 0 && isWordPart(camel.charAt(i - 1))) {
        text.append('_');
      }
      text.append(Character.toLowerCase(c));
    }
    return text.toString();
  }

  /** The word that stands for an enum constant. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isWordPart(char c) {
    return Character.isLowerCase(c) || Character.isDigit(c);
  }
}
