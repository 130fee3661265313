package ai.scailabs.scaicore.checkpoint;

import static ai.scailabs.scaicore.testing.Demo.CHECKPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lists and counts of checkpoints. */
@ServerTest
class InboxListTests {

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;
  @Autowired private JdbcClient jdbc;
  private Office office;
  private Office.Person ann;

  @BeforeEach
  void freshOffice() {
    office = new Office(directory, port);
    ann = office.reviewer();
  }

  @Test
  void filtersOfMineAndOfAllCombine() {
    var low = office.asked(office.group(), "\"priority\": \"low\"");
    var high = office.asked("role:clerk", "\"priority\": \"high\"");
    var mine = office.asked("user:" + ann.email(), "\"prompt\": \"Pay 100% of Invoice_7?\"");
    var others = office.asked("role:tenant_admin");
    var closed = office.asked(office.group());
    Office.resolve(ann.http(), closed);

    for (var path : List.of(CHECKPOINTS, CHECKPOINTS + "/all")) {
      var reader = path.endsWith("all") ? office.admin() : ann.http();
      assertThat(ids(reader, path + "?status=pending&priority=low")).containsExactly(low);
      assertThat(ids(reader, path + "?type=nothing")).isEmpty();
      assertThat(ids(reader, path + "?status=pending&assignee=" + office.group()))
          .containsExactly(low);
      assertThat(ids(reader, path + "?assignee=role:clerk")).containsExactly(high);
      assertThat(ids(reader, path + "?assignee=" + ann.email())).containsExactly(mine);
      assertThat(ids(reader, path + "?q=" + encoded("invoice_7 PAY"))).containsExactly(mine);
      assertThat(ids(reader, path + "?q=" + encoded("0% of"))).containsExactly(mine);
      assertThat(ids(reader, path + "?q=" + encoded("invoice%7"))).isEmpty();
      assertThat(ids(reader, path + "?q=" + encoded("pay nothing"))).isEmpty();
      assertThat(ids(reader, path + "?status=resolved")).containsExactly(closed);
      assertThat(ids(reader, path + "?status=resolved&assignee=" + office.group()))
          .containsExactly(closed);
      assertThat(ids(reader, path + "?status=expired")).isEmpty();
      var core = office.checkpoint(high).path("core_id").asString();
      assertThat(ids(reader, path + "?core_id=" + core)).containsExactly(high);
      assertThat(ids(reader, path + "?type=approval&q=&status=pending&priority=high"))
          .containsExactly(high);
    }
    assertThat(ids(ann.http(), CHECKPOINTS)).containsExactly(high, mine, low);
    assertThat(ids(office.admin(), CHECKPOINTS + "/all"))
        .containsExactly(closed, others, mine, high, low);
    assertThat(ids(office.admin(), CHECKPOINTS + "/all?assignee=unrouted")).isEmpty();
    assertThat(ids(ann.http(), CHECKPOINTS + "?assignee=role:tenant_admin")).isEmpty();
  }

  @Test
  void allIsForTenantAdminsAndShowsOnlyTheirTenant() {
    var id = office.asked(office.group());

    var refused = ann.http().get(CHECKPOINTS + "/all");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("AUTHZ_PERMISSION_DENIED");
    assertThat(ids(office.admin(), CHECKPOINTS + "/all")).containsExactly(id);
    assertThat(ids(new Office(directory, port).admin(), CHECKPOINTS + "/all")).isEmpty();
  }

  @Test
  void pagesOfFilteredListsAreWholeAndInOrder() {
    var urgent = new ArrayList<String>();
    var newest = new ArrayList<String>();
    for (var priority : List.of("normal", "critical", "normal", "high", "critical")) {
      newest.add(office.asked(office.group(), "\"priority\": \"" + priority + "\""));
    }
    for (int i : new int[] {1, 4, 3, 0, 2}) {
      urgent.add(newest.get(i));
    }
    Collections.reverse(newest);

    assertThat(pages(ann.http(), CHECKPOINTS + "?type=approval&limit=2")).isEqualTo(urgent);
    assertThat(pages(ann.http(), CHECKPOINTS + "?limit=2")).isEqualTo(urgent);
    assertThat(pages(office.admin(), CHECKPOINTS + "/all?limit=2")).isEqualTo(newest);
    newest.forEach(id -> Office.cancel(ann.http(), id));
    assertThat(pages(ann.http(), CHECKPOINTS + "?status=cancelled&limit=2")).isEqualTo(newest);
    assertThat(pages(office.admin(), CHECKPOINTS + "/all?status=cancelled&limit=2"))
        .isEqualTo(newest);
  }

  @Test
  void aPageLooksAtSoManyRowsAndItsCursorGoesOnBehindThem() {
    var found = office.asked(office.group(), "\"prompt\": \"A needle?\"");
    jdbc.sql(
            """
            insert into mod_scaicore_checkpoints
              (id, tenant_id, core_id, execution_id, attempt, step, argument_hash, flow_name,
               block_path, checkpoint_type, prompt, options, assignee_raw, assignee_type,
               assignee_value, assignee_display, status, priority, created_at, expiry_action,
               notification_sent, reminder_count, version)
            select gen_random_uuid(), tenant_id, core_id, execution_id, attempt, 'hay ' || n, '',
              flow_name, block_path, checkpoint_type, 'Hay', options, assignee_raw, assignee_type,
              assignee_value, assignee_display, status, 'high',
              created_at + make_interval(secs => n), expiry_action, false, 0, 0
            from mod_scaicore_checkpoints, generate_series(1, 2100) as n
            where id = cast(? as uuid)
            """)
        .param(found)
        .update();

    for (var path : List.of(CHECKPOINTS + "?q=needle", CHECKPOINTS + "/all?q=needle")) {
      var reader = path.contains("all") ? office.admin() : ann.http();
      var first = reader.get(path);
      assertThat(first.data().path("items")).isEmpty();
      assertThat(first.json().at("/pagination/has_more").asBoolean()).isTrue();
      assertThat(pages(reader, path)).containsExactly(found);
    }
  }

  @Test
  void badFiltersAreNamed() {
    for (var bad :
        List.of(
            "status=open",
            "priority=urgent",
            "q=" + "x".repeat(201),
            "q=" + encoded("a b c d e f g h i j k"),
            "assignee=",
            "cursor=nonsense")) {
      for (var path : List.of(CHECKPOINTS, CHECKPOINTS + "/all")) {
        var refused = office.admin().get(path + "?" + bad);
        assertThat(refused.code()).as(bad + refused.body()).isEqualTo("VALIDATION_ERROR");
        assertThat(refused.field()).isEqualTo(bad.substring(0, bad.indexOf('=')));
      }
    }
    for (var field : List.of("q", "type", "core_id", "assignee", "status")) {
      assertThat(office.admin().get(CHECKPOINTS + "?" + field + "=a%00b").code())
          .isEqualTo("VALIDATION_ERROR");
    }
  }

  @Test
  void countsAreOfWhatIsMineByPriorityAndByClaim() {
    office.asked("role:tenant_admin");
    var taken = office.asked(office.group(), "\"priority\": \"critical\"");
    var other = office.asked(office.group());
    office.asked("user:" + ann.email(), "\"priority\": \"low\"");
    Office.claim(ann.http(), taken);
    Office.claim(office.reviewer().http(), other);

    var counts = ann.http().get(CHECKPOINTS + "/counts").data();

    assertThat(counts.path("total").asInt()).isEqualTo(3);
    assertThat(counts.path("by_priority").toString())
        .isEqualTo("{\"critical\":1,\"high\":0,\"normal\":1,\"low\":1}");
    assertThat(counts.path("claimed").asInt()).isEqualTo(2);
    assertThat(counts.path("claimed_by_me").asInt()).isEqualTo(1);
    assertThat(counts.path("unclaimed").asInt()).isEqualTo(1);
    assertThat(counts.path("has_more").asBoolean()).isFalse();
  }

  private static List<String> ids(Http reader, String path) {
    var answer = reader.get(path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data().path("items").valueStream().map(c -> c.path("id").asString()).toList();
  }

  private static List<String> pages(Http reader, String path) {
    var seen = new ArrayList<String>();
    var cursor = "";
    do {
      var page = reader.get(path + cursor);
      assertThat(page.status()).as(page.body()).isEqualTo(200);
      page.data().path("items").forEach(c -> seen.add(c.path("id").asString()));
      var next = page.json().path("pagination").path("next_cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asString();
    } while (!cursor.isEmpty());
    return seen;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
