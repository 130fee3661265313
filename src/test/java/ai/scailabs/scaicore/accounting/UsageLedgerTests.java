package ai.scailabs.scaicore.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.web.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happens to the accounts while the database is away, or refuses one of many. */
@ServerTest
class UsageLedgerTests {

  @Autowired private NamedParameterJdbcOperations operations;
  @Autowired private JdbcClient jdbc;
  @Autowired private AuditTrail audit;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final String tenant = Ids.next("ten_");

  @Test
  void whatCouldNotBeWrittenIsWrittenOnceTheDatabaseIsBack() {
    var writer = new AwayWriter();
    var ledger = ledger(writer, 100);
    writer.away = true;
    ledger.record(call("one"));
    ledger.flush();
    ledger.record(call("two"));
    assertThat(written()).isZero();

    writer.away = false;
    ledger.flush();

    assertThat(written()).isEqualTo(2);
    assertThat(lost()).isZero();
  }

  @Test
  void whatThereIsNoRoomForIsCountedAndHoldsNobodyUp() {
    var writer = new AwayWriter();
    var ledger = ledger(writer, 3);
    writer.away = true;
    long began = System.nanoTime();

    for (int i = 0; i < 5; i++) {
      ledger.record(call("m"));
    }

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    assertThat(lost()).isEqualTo(2);
    writer.away = false;
    ledger.flush();
    assertThat(written()).isEqualTo(3);
  }

  @Test
  void oneThatIsRefusedTakesNoOtherAlong() {
    var ledger = ledger(new AwayWriter(), 100);
    ledger.record(call("good"));
    ledger.record(call("bad\0"));
    ledger.record(call("good"));

    ledger.flush();

    assertThat(written()).isEqualTo(2);
    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void whatIsLeftAtTheEndIsWritten() {
    var ledger = ledger(new AwayWriter(), 1_000);
    for (int i = 0; i < 700; i++) {
      ledger.record(call("m"));
    }

    ledger.destroy();

    assertThat(written()).isEqualTo(700);
  }

  @Test
  void whatComesAfterTheEndIsWrittenOrCountedAtOnce() {
    var writer = new AwayWriter();
    var ledger = ledger(writer, 100);
    ledger.destroy();

    ledger.record(call("late"));
    writer.away = true;
    ledger.record(call("too late"));

    assertThat(written()).isEqualTo(1);
    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void whatWasWrittenIsNotWrittenTwice() {
    var writer = new AwayWriter();
    var ledger = ledger(writer, 100);
    writer.awayAfter = true;
    ledger.record(call("m"));
    ledger.flush();
    assertThat(written()).isEqualTo(1);

    writer.awayAfter = false;
    ledger.flush();

    assertThat(written()).isEqualTo(1);
  }

  private UsageLedger ledger(UsageWriter writer, int room) {
    return new UsageLedger(writer, audit, Clock.systemUTC(), meters, new AccountingSettings(room));
  }

  private ModelCall call(String model) {
    return new ModelCall(
        tenant,
        "usr_1",
        ModelCall.Source.PROGRAM,
        model,
        null,
        null,
        1,
        2,
        Duration.ofMillis(3),
        null,
        null,
        null,
        null);
  }

  private int written() {
    return jdbc.sql("select count(*) from scaigrid_usage_records where tenant_id = ?")
        .param(tenant)
        .query(Integer.class)
        .single();
  }

  private double lost() {
    return meters.counter("scaicore.usage.lost").count();
  }

  /** The real writer, whose database can be unplugged. */
  private final class AwayWriter extends UsageWriter {

    private boolean away;
    private boolean awayAfter;

    AwayWriter() {
      super(operations);
    }

    @Override
    void write(java.util.List<UsageLedger.Entry> entries) {
      if (away) {
        throw new DataAccessResourceFailureException("unplugged");
      }
      super.write(entries);
      if (awayAfter) {
        throw new DataAccessResourceFailureException("unplugged before it could say so");
      }
    }
  }
}
