package ai.scailabs.scaicore.core.skill;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** The tenant has this version of the skill. */
class VersionTaken extends ApiException {

  VersionTaken(SkillRequest.Checked skill) {
    super(
        ErrorCode.SLUG_CONFLICT,
        "The skill %s has a version %s already; send another version, or delete that one."
            .formatted(skill.slug(), skill.version()));
  }
}
