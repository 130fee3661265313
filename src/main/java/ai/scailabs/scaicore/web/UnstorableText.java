package ai.scailabs.scaicore.web;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.InvalidFormatException;

/** A string with U+0000 or half of a surrogate pair, where text is to be stored. */
final class UnstorableText extends InvalidFormatException {

  UnstorableText(JsonParser parser, String text) {
    super(parser, "text with U+0000 or an unpaired surrogate", text, String.class);
  }
}
