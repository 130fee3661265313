package ai.scailabs.scaicore.core.skill;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;
import static ai.scailabs.scaicore.identity.Permission.SCAICORE_VIEW;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/modules/scaiskills/skills")
@Tag(
    name = "Skills",
    description =
        "Texts that precede the system prompts of the Cores whose `metadata.skills` names them.")
class SkillController {

  private final SkillService skills;

  SkillController(SkillService skills) {
    this.skills = skills;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(SCAICORE_MANAGE)
  @Audited("skill.create")
  @Raises(ErrorCode.SLUG_CONFLICT)
  @Operation(
      summary = "Add a skill",
      description =
          "Adds a version of a skill; without `version` it is version `1`. A version is never"
              + " changed: a new text is a new version. A Core that names the skill with its"
              + " version gets that one, and one that names the slug alone the version that was"
              + " added last, each at its next start.")
  Envelope<Skill> create(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"slug": "house-style", "version": "1.2.0",
                               "preamble": "Answer in the voice of our house: short sentences, no jargon."}
                              """)))
          @RequestBody
          SkillRequest request,
      Caller caller) {
    return Envelope.of(skills.create(caller, request));
  }

  @GetMapping
  @Requires(SCAICORE_VIEW)
  @Operation(
      summary = "List skills",
      description =
          "Every version of every skill of the tenant, newest first. A page holds at most `limit`"
              + " of them, and fewer where their texts are long; go on while `has_more`.")
  Envelope<Envelope.Items<Skill>> list(
      @Parameter(description = "Only the versions of this skill", example = "house-style")
          @RequestParam(required = false)
          @Nullable String slug,
      Paging paging,
      Caller caller) {
    return Envelope.of(skills.list(caller.tenantId(), slug, paging));
  }

  @GetMapping("/{skill_id}")
  @Requires(SCAICORE_VIEW)
  @Raises(ErrorCode.NOT_FOUND)
  @Operation(summary = "Fetch a skill", description = "One version of a skill, by its id.")
  Envelope<Skill> get(@PathVariable("skill_id") String skillId, Caller caller) {
    return Envelope.of(skills.get(caller.tenantId(), skillId));
  }

  @DeleteMapping("/{skill_id}")
  @Requires(SCAICORE_MANAGE)
  @Audited("skill.delete")
  @Raises(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Delete a skill",
      description =
          "Deletes one version of a skill. A start binds a Core to the text it found, so Cores that"
              + " run, and executions that wait, go on with it; the next start of a Core that finds"
              + " no version of what it names fails with `SKILL_NOT_FOUND`.")
  Envelope<Deleted> delete(@PathVariable("skill_id") String skillId, Caller caller) {
    skills.delete(caller.tenantId(), skillId);
    return Envelope.of(new Deleted(skillId, true));
  }

  /** What is answered for a skill that is gone. */
  record Deleted(String id, boolean deleted) {}
}
