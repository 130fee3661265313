package ai.scailabs.scaicore.host;

/** Words, which are counted where no tokenizer is at hand. */
final class Words {

  private Words() {}

  static long count(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }
}
