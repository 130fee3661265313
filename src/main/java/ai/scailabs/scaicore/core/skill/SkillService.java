package ai.scailabs.scaicore.core.skill;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.Page;
import ai.scailabs.scaicore.web.Paging;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the skills of tenants, and finds those that a Core names. */
@Service
public class SkillService {

  private final Skills skills;
  private final AuditTrail audit;
  private final Clock clock;

  SkillService(Skills skills, AuditTrail audit, Clock clock) {
    this.skills = skills;
    this.audit = audit;
    this.clock = clock;
  }

  @Transactional
  Skill create(Caller caller, SkillRequest request) {
    var given = request.checked();
    var skill =
        new Skill(
            Ids.next("skill_"),
            given.slug(),
            given.version(),
            given.preamble(),
            caller.userId(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    if (!skills.add(caller.tenantId(), skill)) {
      throw new VersionTaken(given);
    }
    audit.record(caller.tenantId(), "skill.create", skill.id());
    return skill;
  }

  @Transactional
  void delete(String tenantId, String id) {
    if (!skills.remove(tenantId, id)) {
      throw missing();
    }
    audit.record(tenantId, "skill.delete", id);
  }

  Skill get(String tenantId, String id) {
    return skills.find(tenantId, id).orElseThrow(SkillService::missing);
  }

  Page<Skill> list(String tenantId, @Nullable String slug, Paging paging) {
    return skills.list(tenantId, slug, paging);
  }

  /**
   * The skills that a Core names, in its order.
   *
   * @throws SkillNotFound naming every one that the tenant does not have
   */
  public List<Skill> resolve(String tenantId, List<SkillBinding> bindings) {
    var found = new ArrayList<Skill>();
    var unknown = new ArrayList<SkillBinding>();
    for (var binding : bindings) {
      skills.find(tenantId, binding).ifPresentOrElse(found::add, () -> unknown.add(binding));
    }
    if (!unknown.isEmpty()) {
      throw new SkillNotFound(unknown);
    }
    return found;
  }

  private static ApiException missing() {
    return new ApiException(ErrorCode.NOT_FOUND, "There is no such skill in this tenant.");
  }
}
