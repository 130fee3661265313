package ai.scailabs.scaicore.program.type;

/** A text of a caller, as messages show it. */
final class Quoted {

  private static final int LENGTH = 60;

  private Quoted() {}

  static String of(String text) {
    var cut = text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "…";
    return "\"" + cut.replace("\n", "\\n").replace("\0", "\\u0000") + "\"";
  }
}
