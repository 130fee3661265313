package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.core.skill.SkillBinding;
import ai.scailabs.scaicore.core.skill.SkillService;
import ai.scailabs.scaicore.delegation.ActingUsers;
import ai.scailabs.scaicore.engine.CoreEngine;
import ai.scailabs.scaicore.program.Finding;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.ProgramHash;
import ai.scailabs.scaicore.program.ProgramReader;
import ai.scailabs.scaicore.program.Verifier;
import ai.scailabs.scaicore.program.VerifyOptions;
import ai.scailabs.scaicore.secrets.SecretNotOpened;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a start does before a Core may run: the program is verified, the secrets open, the identity
 * stands, the skills exist. Source: {@code seeds/api-reference.md}, "Lifecycle transitions".
 */
@Component
class Preparation {

  private static final TypeReference<Map<String, Object>> SOURCE = new TypeReference<>() {};

  private final Programs programs;
  private final CoreSecrets secrets;
  private final ActingUsers users;
  private final SkillService skills;
  private final JsonMapper json;

  Preparation(
      Programs programs,
      CoreSecrets secrets,
      ActingUsers users,
      SkillService skills,
      JsonMapper json) {
    this.programs = programs;
    this.secrets = secrets;
    this.users = users;
    this.skills = skills;
    this.json = json;
  }

  /** The engine of a Core that may run; its program is kept. */
  CoreEngine prepare(Core core) {
    var source = json.readValue(core.configuration().source(), SOURCE);
    source.remove(Program.SKILLS);
    var verified = Verifier.verify(source, options(core.configuration()));
    refuse(verified.findings());
    openSecrets(core);
    users.of(core.tenantId(), core.delegation());
    var bound = resolveSkills(core);
    if (bound.isEmpty()) {
      return kept(core, source, verified.program());
    }
    source.put(Program.SKILLS, bound);
    var text = json.writeValueAsString(source);
    var withSkills = json.readValue(text, SOURCE);
    return kept(core, withSkills, ProgramReader.read(withSkills).program());
  }

  private CoreEngine kept(Core core, Map<String, Object> source, Program program) {
    var hash = ProgramHash.of(source);
    programs.keep(core.tenantId(), hash, json.writeValueAsString(source));
    return new CoreEngine(hash, program);
  }

  private VerifyOptions options(CoreConfiguration configuration) {
    return new VerifyOptions(
        configuration.concurrencyExplicit() ? configuration.concurrencyMode().word() : null,
        configuration.entityKeyField(),
        Set.copyOf(PluginEntries.aliases(json.readTree(configuration.plugins()))));
  }

  private static void refuse(List<Finding> findings) {
    if (!findings.isEmpty()) {
      throw new InvalidSourceIr(findings);
    }
  }

  private void openSecrets(Core core) {
    try {
      secrets.open(core.tenantId(), core.id());
    } catch (SecretNotOpened e) {
      throw new ValidationFailed(String.valueOf(e.getMessage()));
    }
  }

  /** The skills that its metadata names, by value: a start goes on with the text it found. */
  private List<Program.Skill> resolveSkills(Core core) {
    var metadata = json.readTree(core.configuration().metadata());
    return skills.resolve(core.tenantId(), SkillBinding.of(metadata)).stream()
        .map(skill -> new Program.Skill(skill.slug(), skill.version(), skill.preamble()))
        .toList();
  }
}
