package ai.scailabs.scaicore.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.engine.EffectKind;
import ai.scailabs.scaicore.engine.Interruption;
import ai.scailabs.scaicore.engine.Journal.Entry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of a journal a run has not come to yet, and how long somebody looks. */
class RecordedTests {

  private static final Entry CUT = entry("flows.main!cut.0", EffectKind.CUT);
  private static final Entry BEFORE = entry("flows.main.body[0]#0", EffectKind.CORE_CALL);
  private static final Entry AFTER = entry("flows.main.body[1]#0", EffectKind.CORE_CALL);
  private static final Entry PASSED =
      entry("flows.main.body[0].finally[0]!passed", EffectKind.BREAKPOINT);

  private static Entry entry(String step, EffectKind kind) {
    return new Entry(step, kind, "", null, null);
  }

  private static Map<String, Entry> entries(Entry... given) {
    var entries = new LinkedHashMap<String, Entry>();
    for (var entry : given) {
      entries.put(entry.step(), entry);
    }
    return entries;
  }

  @Test
  void aCallBehindTheCutIsAheadAndOneBeforeItIsNot() {
    var recorded =
        new Recorded(
            new JournalRows.Loaded(1, entries(BEFORE, CUT, AFTER), CUT, Set.of(BEFORE.step()), 3));

    assertThat(recorded.isAhead(AFTER.step()::equals)).isTrue();
    assertThat(recorded.isAhead(BEFORE.step()::equals)).isFalse();
    assertThat(recorded.find(AFTER.step())).isEqualTo(AFTER);
    assertThat(recorded.isAhead()).isFalse();
  }

  @Test
  void whereAnEarlierAttemptStoppedInALastBodyThisOneWasNot() {
    var first = new Recorded(new JournalRows.Loaded(1, entries(PASSED), null, Set.of(), 1));
    var second = new Recorded(new JournalRows.Loaded(2, entries(PASSED), null, Set.of(), 1));

    assertThat(first.isAhead(step -> true)).isTrue();
    assertThat(second.isAhead(step -> true)).isFalse();
    assertThat(second.find(PASSED.step())).isEqualTo(PASSED);
  }

  @Test
  void aLookThatTakesTooLongSaysSo() {
    var onlooker = new Onlooker(JournalRows.Loaded.NOTHING, Set.of(), Duration.ofNanos(-1));
    assertThat(onlooker.late()).isFalse();

    assertThatThrownBy(() -> onlooker.permit().check()).isInstanceOf(Interruption.class);

    assertThat(onlooker.late()).isTrue();
  }
}
