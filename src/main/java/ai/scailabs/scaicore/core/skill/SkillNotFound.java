package ai.scailabs.scaicore.core.skill;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;

/** A Core's metadata names skills that its tenant does not have. */
public class SkillNotFound extends ApiException {

  SkillNotFound(List<SkillBinding> unknown) {
    super(
        ErrorCode.SKILL_NOT_FOUND,
        "This tenant has no skill "
            + unknown.stream().map(SkillNotFound::shown).collect(Collectors.joining(", "))
            + "; add it, or take it out of metadata.skills.",
        unknown.stream()
            .map(binding -> new Detail("metadata.skills", "unknown skill " + shown(binding)))
            .toList(),
        null);
  }

  private static String shown(SkillBinding binding) {
    var name =
        binding.version() == null ? binding.slug() : binding.slug() + " " + binding.version();
    return name.length() <= 80 ? name : name.substring(0, 80) + "…";
  }
}
