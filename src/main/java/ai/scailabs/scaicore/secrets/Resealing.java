package ai.scailabs.scaicore.secrets;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Seals every stored value again with the primary key. It may be broken off and begun again, and
 * run beside replicas: each value is replaced only where it is still the one that was read.
 */
public final class Resealing {

  private static final int BATCH = 500;
  private static final int MOST_PASSES = 5;

  private final JdbcClient jdbc;
  private final SecretBox box;
  private final List<SealedValues> owners;

  public Resealing(JdbcClient jdbc, SecretBox box, List<SealedValues> owners) {
    this.jdbc = jdbc;
    this.box = box;
    this.owners = owners;
  }

  /**
   * What became of the values of one column.
   *
   * @param values how many there are
   * @param resealed how many were sealed again
   * @param notOpened those that no key of the key set opens; they are left as they are
   * @param restless how many were written with another key while this ran, time and again
   */
  public record Count(
      SealedColumn column, int values, int resealed, List<SecretAddress> notOpened, int restless) {

    /** Whether the other keys are not needed any more. */
    public boolean complete() {
      return notOpened.isEmpty() && restless == 0;
    }
  }

  /** Re-seals the values of every column. */
  public List<Count> run() {
    return owners.stream().map(SealedValues::column).map(this::all).toList();
  }

  /** Goes through a column until nothing of it was left to do. */
  private Count all(SealedColumn column) {
    int resealed = 0;
    Pass pass;
    int passes = 0;
    do {
      pass = new Pass(column);
      pass.run();
      resealed += pass.resealed;
      passes++;
    } while (pass.resealed + pass.overtaken > 0 && passes < MOST_PASSES);
    return new Count(
        column, pass.values, resealed, List.copyOf(pass.notOpened), pass.resealed + pass.overtaken);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sealed(SecretAddress address, byte[] bytes) {}

  /** One way through a column, in the order of its addresses. */
  private final class Pass {

    private final SealedColumn column;
    private final List<SecretAddress> notOpened = new ArrayList<>();
    private int values;
    private int resealed;
    private int overtaken;

    Pass(SealedColumn column) {
      this.column = column;
    }

    void run() {
      SecretAddress last = null;
      for (var batch = after(last); !batch.isEmpty(); batch = after(last)) {
        batch.forEach(this::reseal);
        last = batch.getLast().address();
      }
    }

    private void reseal(Sealed sealed) {
      values++;
      var address = sealed.address();
      if (box.isCurrent(address, sealed.bytes())) {
        return;
      }
      try {
        if (replace(sealed, box.seal(address, box.open(address, sealed.bytes())))) {
          resealed++;
        } else {
          overtaken++;
        }
      } catch (SecretNotOpened e) {
        notOpened.add(address);
      }
    }

    private List<Sealed> after(@Nullable SecretAddress last) {
      return jdbc.sql(
              """
              select %s as tenant, %s as owner, %s as name, %s as sealed from %s
              where %4$s is not null
                and (:first or (%1$s, %2$s, %3$s) > (:tenant, :owner, :name))
              order by 1, 2, 3
              limit :limit
              """
                  .formatted(
                      column.tenant(),
                      column.owner(),
                      column.name(),
                      column.column(),
                      column.table()))
          .params(
              Map.of(
                  "first", last == null,
                  "tenant", last == null ? "" : last.tenantId(),
                  "owner", last == null ? "" : last.coreId(),
                  "name", last == null ? "" : last.name(),
                  "limit", BATCH))
          .query(Pass::row)
          .list();
    }

    private static Sealed row(ResultSet row, int number) throws SQLException {
      return new Sealed(
          new SecretAddress(row.getString("tenant"), row.getString("owner"), row.getString("name")),
          row.getBytes("sealed"));
    }

    private boolean replace(Sealed sealed, byte[] bytes) {
      var address = sealed.address();
      return jdbc.sql(
                  """
                  update %s set %s = :bytes
                  where %s = :tenant and %s = :owner and %s = :name and %2$s = :old
                  """
                      .formatted(
                          column.table(),
                          column.column(),
                          column.tenant(),
                          column.owner(),
                          column.name()))
              .param("bytes", bytes)
              .param("tenant", address.tenantId())
              .param("owner", address.coreId())
              .param("name", address.name())
              .param("old", sealed.bytes())
              .update()
          == 1;
    }
  }
}
