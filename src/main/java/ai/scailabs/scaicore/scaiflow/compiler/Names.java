package ai.scailabs.scaicore.scaiflow.compiler;

import java.util.Set;

/** Which ids can stand in an expression, and as what. */
final class Names {

  static final String PREFIX = "node_";

  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "if", "else", "match", "in");

  private static final int SHOWN = 80;

  private Names() {}

  /** Whether a name can be written in an expression. */
  static boolean isWritable(String name) {
    if (name.isEmpty() || WORDS.contains(name) || Character.isDigit(name.charAt(0))) {
      return false;
    }
    return name.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
  }

  /** Without the prefix, which makes no difference in an expression. */
  static String bare(String id) {
    return id.startsWith(PREFIX) && id.length() > PREFIX.length()
        ? id.substring(PREFIX.length())
        : id;
  }

  /** An id as a message shows it: never longer than a line. */
  static String shown(String id) {
    var line = id.replaceAll("[\\p{Cntrl}]", "\uFFFD");
    if (line.length() <= SHOWN) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
    return line.substring(0, end) + "…";
  }

  /** An id in quotes. */
  static String quoted(String id) {
    return "'" + shown(id) + "'";
  }

  /** A name for flows, triggers and branches: lower-case words joined by underscores. */
  static String slug(String text, String otherwise) {
    var slug =
        bare(text)
            .toLowerCase(java.util.Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    var cut = slug.substring(0, Math.min(slug.length(), 60));
    return cut.isEmpty() ? otherwise : cut;
  }
}
