package ai.scailabs.scaicore.execution.memory;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of memories. Index of all but the sum: its primary key. */
@Component
class MemoryRows {

  private static final String WHERE =
      "where tenant_id = ? and core_id = ? and instance_key = ? and name = ?\n";

  private static final String SELECT =
      "select value, state_s3_key, size from mod_scaicore_memory\n" + WHERE;

  private final JdbcClient jdbc;

  MemoryRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A value as it is stored; both null: it is about to be written for the first time.
   *
   * @param json null where the object store has it
   * @param key where the object store has it
   */
  record Row(@Nullable String json, @Nullable String key, int size) {

    boolean written() {
      return json != null || key != null;
    }
  }

  Optional<Row> find(MemoryOwner owner, String name) {
    return one(SELECT, owner, name);
  }

  /**
   * The value, held against other writers until the transaction ends. Whoever writes a name for the
   * first time waits for whoever does so at the same moment.
   */
  Row lock(MemoryOwner owner, String name) {
    return one(SELECT + "for no key update", owner, name)
        .orElseGet(
            () -> {
              jdbc.sql(
                      """
                      insert into mod_scaicore_memory
                        (tenant_id, core_id, instance_key, name, size, version, updated_at)
                      values (?, ?, ?, ?, 0, 0, now())
                      on conflict do nothing
                      """)
                  .params(owner.tenantId(), owner.coreId(), owner.instanceKey(), name)
                  .update();
              // Gone again where the other forgot it: then it is as if this one were the first.
              return one(SELECT + "for no key update", owner, name)
                  .orElseGet(() -> lock(owner, name));
            });
  }

  private Optional<Row> one(String sql, MemoryOwner owner, String name) {
    return jdbc.sql(sql)
        .params(owner.tenantId(), owner.coreId(), owner.instanceKey(), name)
        .query((row, n) -> new Row(row.getString(1), row.getString(2), row.getInt(3)))
        .optional();
  }

  /** Writes a value whose row is held. */
  void write(MemoryOwner owner, String name, Row value) {
    jdbc.sql(
            """
            update mod_scaicore_memory
            set value = cast(? as json), state_s3_key = ?, size = ?, version = version + 1,
                updated_at = now()
            """
                + WHERE)
        .param(value.json())
        .param(value.key())
        .param(value.size())
        .param(owner.tenantId())
        .param(owner.coreId())
        .param(owner.instanceKey())
        .param(name)
        .update();
  }

  void remove(MemoryOwner owner, String name) {
    jdbc.sql("delete from mod_scaicore_memory " + WHERE)
        .params(owner.tenantId(), owner.coreId(), owner.instanceKey(), name)
        .update();
  }

  /** How many bytes a Core keeps, those of all its instances together. */
  long sum(MemoryOwner owner) {
    return jdbc.sql(
            """
            select coalesce(sum(size), 0) from mod_scaicore_memory
            where tenant_id = ? and core_id = ?
            """)
        .params(owner.tenantId(), owner.coreId())
        .query(Long.class)
        .single();
  }
}
