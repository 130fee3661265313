package ai.scailabs.scaicore.execution.value;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Notes which objects there are, or may be, and which of them nobody needs any more. */
@Component
class StoredObjects {

  /** So long a removal may take before another replica tries it. */
  private static final Duration REMOVAL = Duration.ofMinutes(10);

  private final JdbcClient jdbc;

  StoredObjects(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Notes an object that is about to be put.
   *
   * @param executionId null: it is of the Core's memory
   */
  void announce(String tenantId, String coreId, @Nullable String executionId, String key) {
    jdbc.sql(
            """
            insert into mod_scaicore_objects
              (key, tenant_id, core_id, execution_id, created_at, doomed_at)
            values (?, ?, ?, ?, now(), null)
            on conflict (key) do update set created_at = now(), doomed_at = null
            """)
        .params(key, tenantId, coreId, executionId)
        .update();
  }

  /** Notes that nobody needs an object from a minute on, when whoever reads it now has done so. */
  void doom(String tenantId, String key) {
    jdbc.sql(
            """
            update mod_scaicore_objects set doomed_at = now() + interval '1 minute'
            where tenant_id = ? and key = ? and doomed_at is null
            """)
        .params(tenantId, key)
        .update();
  }

  /** Notes it of all objects of a Core. Index: mod_scaicore_objects_of_core. */
  void doomCore(String tenantId, String coreId) {
    jdbc.sql(
            """
            update mod_scaicore_objects set doomed_at = now() + interval '1 minute'
            where tenant_id = ? and core_id = ? and doomed_at is null
            """)
        .params(tenantId, coreId)
        .update();
  }

  /** Notes it of those that no row refers to: whoever was about to write one died. */
  void doomLost() {
    jdbc.sql(
            """
            update mod_scaicore_objects o set doomed_at = now()
            where o.doomed_at is null and o.created_at < now() - interval '1 hour'
              and case when o.execution_id is null
                then not exists (
                  select from mod_scaicore_memory m where m.state_s3_key = o.key)
                else not exists (
                  select from mod_scaicore_executions e where e.id = o.execution_id)
                end
            """)
        .update();
  }

  /** Takes some that are to be removed, so that no other replica does. */
  List<String> takeDoomed(int limit) {
    return jdbc.sql(
            """
            update mod_scaicore_objects set doomed_at = now() + make_interval(secs => ?)
            where key in (
              select key from mod_scaicore_objects where doomed_at <= now()
              order by doomed_at limit ? for update skip locked)
            returning key
            """)
        .params(REMOVAL.toSeconds(), limit)
        .query((row, number) -> row.getString(1))
        .list();
  }

  void forget(String key) {
    jdbc.sql("delete from mod_scaicore_objects where key = ? and doomed_at is not null")
        .param(key)
        .update();
  }
}
