package ai.scailabs.scaicore.core.skill;

import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /skills}. Without a version it is version {@code 1}. */
record SkillRequest(@Nullable String slug, @Nullable String version, @Nullable String preamble) {

  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
  private static final int LONGEST = 64 * 1024;
  private static final String FIRST = "1";

  /** The same, whole. */
  record Checked(String slug, String version, String preamble) {}

  Checked checked() {
    var wrong = new ArrayList<Detail>();
    var name = Objects.requireNonNullElse(slug, "");
    if (!SLUG.matcher(name).matches()) {
      wrong.add(
          new Detail(
              "slug",
              "must be 1 to 63 characters of a-z, 0-9, - and _, beginning with a letter or digit"));
    }
    var number = Objects.requireNonNullElse(version, FIRST);
    if (!VERSION.matcher(number).matches()) {
      wrong.add(
          new Detail(
              "version",
              "must be 1 to 64 characters of letters, digits, dots, -, + and _, such as 1.2.0"));
    }
    var text = preamble == null ? "" : preamble.strip();
    if (text.isEmpty()) {
      wrong.add(new Detail("preamble", "is required: the text that precedes the system prompt"));
    } else if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      wrong.add(new Detail("preamble", "is longer than 64 KB"));
    }
    if (!wrong.isEmpty()) {
      throw new ValidationFailed(
          wrong.getFirst().field() + " " + wrong.getFirst().message(), wrong);
    }
    return new Checked(name, number, text);
  }
}
