package ai.scailabs.scaicore.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.identity.BuiltInRole;
import ai.scailabs.scaicore.identity.DirectoryWriter;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Lists end a page early where their rows are large, and miss none of them. */
@ServerTest
class HeavyPagesTests {

  private static final int HOW_MANY = 4;

  @LocalServerPort private int port;
  @Autowired private DirectoryWriter directory;

  @Test
  void executionsAndCheckpointsWithLargeDataComeInSeveralPages() {
    var admin = new Http(port, new Town(directory).keyOf(BuiltInRole.TENANT_ADMIN));
    var core =
        Demo.running(
            admin,
            "Heavy",
            Demo.program(
                """
                {"kind": "checkpoint", "checkpoint_type": "approval", "prompt": "Read this.",
                 "context": {"text": "input.text"}}
                """));
    var large = "{\"text\": \"" + "x".repeat(900_000) + "\"}";
    for (int i = 0; i < HOW_MANY + 3; i++) {
      assertThat(Demo.invoke(admin, core, large).data().path("status").asString())
          .isEqualTo("suspended");
    }

    for (var list : List.of(Demo.CORES + "/" + core + "/executions", Demo.CHECKPOINTS)) {
      var ids = new ArrayList<String>();
      int pages = 0;
      var cursor = "";
      do {
        var page = admin.get(list + "?limit=200" + cursor);
        assertThat(page.body().length()).as(list).isLessThan(6_000_000);
        page.data().path("items").forEach(e -> ids.add(e.path("id").asString()));
        pages++;
        cursor = "&cursor=" + page.json().path("pagination").path("next_cursor").asString("");
      } while (!cursor.equals("&cursor="));
      assertThat(pages).as(list).isGreaterThan(1);
      assertThat(ids).as(list).hasSize(HOW_MANY + 3).doesNotHaveDuplicates();
    }
    admin.send("DELETE", Demo.CORES + "/" + core, r -> r);
  }
}
