package ai.scailabs.scaicore.core;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The Cores of all tenants, each looked for within its own. */
interface Cores extends Repository<Core, String> {

  Core saveAndFlush(Core core);

  void delete(Core core);

  void flush();

  Optional<Core> findByTenantIdAndId(String tenantId, String id);

  /** The Core, held against other writers until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  Optional<Core> findLockedByTenantIdAndId(String tenantId, String id);

  /** The tenant's Cores of a status, held against other writers until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  List<Core> findLockedByTenantIdAndStatusOrderById(String tenantId, CoreStatus status);

  boolean existsByTenantIdAndId(String tenantId, String id);

  boolean existsByTenantIdAndSlug(String tenantId, String slug);

  /** How many Cores the tenant has, counted up to a bound. Index: mod_scaicore_cores_list. */
  @NativeQuery(
      """
      select count(*) from (
        select from mod_scaicore_cores where tenant_id = :tenantId limit :bound) t
      """)
  long countUpTo(String tenantId, long bound);

  @Query("select c from Core c where c.tenantId = :tenantId and c.id in :ids")
  List<Core> findAll(String tenantId, List<String> ids);

  /** Cores whose replica did not end a transition in time; oldest first. */
  @Query(
      "select c from Core c where c.transitionEndsAt <= :now order by c.transitionEndsAt limit 20")
  List<Core> findOverdue(Instant now);

  /** The list, newest first, without what is heavy. Index: mod_scaicore_cores_list. */
  @NativeQuery(
      """
      select id, created_at, weight
      from mod_scaicore_cores
      where tenant_id = :tenantId and (created_at, id) < (:createdAt, :id)
      order by created_at desc, id desc
      limit :limit
      """)
  List<Row> listBefore(String tenantId, Instant createdAt, String id, int limit);

  /** One row of the list: where it stands, and how many bytes its JSON has. */
  record Row(String id, Instant createdAt, int weight) {}
}
