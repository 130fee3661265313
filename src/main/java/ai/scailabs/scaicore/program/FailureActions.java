package ai.scailabs.scaicore.program;

import ai.scailabs.scaicore.program.Prompting.FailureAction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text of {@code on_failure}: actions tried in order, joined by {@code |}. */
final class FailureActions {

  private static final Pattern RETRY =
      Pattern.compile(
          "retry\\s*(?:\\(\\s*(?:(?:max\\s*[=:]\\s*)?(\\d{1,3})\\s*)?,?\\s*"
              + "(?:with\\s*[=:]\\s*(\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+')\\s*)?\\))?",
          Pattern.DOTALL);

  private FailureActions() {}

  static List<FailureAction> parse(String text) {
    return alternatives(text).stream().map(FailureActions::action).toList();
  }

  static String text(List<FailureAction> actions) {
    return actions.stream().map(FailureActions::text).collect(Collectors.joining(" | "));
  }

  private static FailureAction action(String text) {
    return switch (text) {
      case "escalate" -> new FailureAction.Escalate();
      case "flag_and_checkpoint" -> new FailureAction.FlagAndCheckpoint();
      case "fail" -> new FailureAction.Fail();
      default -> retry(text);
    };
  }

  private static FailureAction retry(String text) {
    var retry = RETRY.matcher(text);
    if (!retry.matches()) {
      return new FailureAction.Unknown(text);
    }
    var max = retry.group(1) == null ? 1 : Integer.parseInt(retry.group(1));
    return new FailureAction.Retry(max, unquoted(retry.group(2)));
  }

  private static String text(FailureAction action) {
    return switch (action) {
      case FailureAction.Escalate _ -> "escalate";
      case FailureAction.FlagAndCheckpoint _ -> "flag_and_checkpoint";
      case FailureAction.Fail _ -> "fail";
      case FailureAction.Unknown(var text) -> text;
      case FailureAction.Retry(var max, var with) ->
          with == null
              ? "retry(max = %d)".formatted(max)
              : "retry(max = %d, with = \"%s\")".formatted(max, escaped(with));
    };
  }

  /** Splits at bars outside quotes. */
  private static List<String> alternatives(String text) {
    var parts = new ArrayList<String>();
    var part = new StringBuilder();
    var quote = '\0';
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (quote != '\0' && c == '\\' && i + 1 < text.length()) {
        part.append(c).append(text.charAt(++i));
      } else if (c == '|' && quote == '\0') {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        if (quote != '\0') {
          quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
          quote = c;
        }
        part.append(c);
      }
    }
    parts.add(part.toString().strip());
    return parts;
  }

  private static @Nullable String unquoted(@Nullable String quoted) {
    if (quoted == null) {
      return null;
    }
    var text = new StringBuilder();
    for (var i = 1; i < quoted.length() - 1; i++) {
      var c = quoted.charAt(i);
      text.append(c == '\\' ? unescaped(quoted.charAt(++i)) : c);
    }
    return text.toString();
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }
}
