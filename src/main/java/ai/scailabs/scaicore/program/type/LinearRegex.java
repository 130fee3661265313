package ai.scailabs.scaicore.program.type;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/** Regular expressions of schemas, matched in linear time. */
final class LinearRegex implements RegularExpressionFactory {

  private static final int MAX_LENGTH = 2_000;
  private static final int MAX_SIZE = 10_000;
  private static final long MAX_WORK = 20_000_000;

  @Override
  public RegularExpression getRegularExpression(String regex) {
    var pattern = compile(regex);
    var size = pattern.programSize();
    return text -> {
      if ((long) size * text.length() > MAX_WORK) {
        throw new BoundedEvaluation.Exhausted();
      }
      return pattern.matcher(text).find();
    };
  }

  static Pattern compile(String regex) {
    if (regex.length() > MAX_LENGTH || PatternSize.of(regex) > MAX_SIZE) {
      throw new SchemaInvalid(
          "the pattern %s is too large; use fewer counted repetitions".formatted(Quoted.of(regex)));
    }
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new SchemaInvalid(
          "the pattern %s cannot be used (look-around and back-references cannot): %s"
              .formatted(Quoted.of(regex), e.getDescription()));
    }
  }
}
