package ai.scailabs.scaicore.core.skill;

import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A skill that a Core's metadata names: {@code {slug, version?}}, or its slug alone. Source: the
 * HTTP contract, "Skills".
 *
 * @param version null: the newest
 */
public record SkillBinding(String slug, @Nullable String version) {

  private static final int MOST = 20;

  /**
   * The skills that {@code metadata.skills} names.
   *
   * @throws ValidationFailed when it has another shape
   */
  public static List<SkillBinding> of(JsonNode metadata) {
    var skills = metadata.path("skills");
    if (skills.isMissingNode() || skills.isNull()) {
      return List.of();
    }
    if (!skills.isArray()) {
      throw new ValidationFailed("metadata.skills", "must be a list of {slug, version?}");
    }
    if (skills.size() > MOST) {
      throw new ValidationFailed("metadata.skills", "must name at most " + MOST + " skills");
    }
    var bindings = new ArrayList<SkillBinding>();
    for (int i = 0; i < skills.size(); i++) {
      var binding = one("metadata.skills[" + i + "]", skills.get(i));
      if (bindings.stream().anyMatch(b -> b.slug.equals(binding.slug))) {
        throw new ValidationFailed(
            "metadata.skills[" + i + "].slug", "names a skill that stands in the list already");
      }
      bindings.add(binding);
    }
    return bindings;
  }

  private static SkillBinding one(String field, JsonNode skill) {
    if (skill.isString()) {
      return new SkillBinding(named(field, skill), null);
    }
    if (!skill.isObject()) {
      throw new ValidationFailed(field, "must be an object with slug and, if need be, version");
    }
    var slug = named(field + ".slug", skill.path("slug"));
    var version = skill.path("version");
    return new SkillBinding(
        slug,
        version.isMissingNode() || version.isNull() ? null : named(field + ".version", version));
  }

  private static String named(String field, JsonNode text) {
    if (!text.isString() || text.stringValue().isBlank() || text.stringValue().indexOf('\0') >= 0) {
      throw new ValidationFailed(field, "must be a text that is not blank");
    }
    return text.stringValue();
  }
}
