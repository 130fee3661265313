package ai.scailabs.scaicore.program.expression;

import static ai.scailabs.scaicore.program.expression.Scopes.evaluate;
import static ai.scailabs.scaicore.program.expression.Scopes.render;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the sample programs say, evaluated in the scopes they run in. */
class SampleProgramsTests {

  @Test
  void theGreeterGreetsByTheTrimmedName() {
    assertThat(evaluate("name.trim()", Map.of("name", "  Ada "))).isEqualTo("Ada");
    assertThat(evaluate("{message: \"Hello, ${clean}!\"}", Map.of("clean", "Ada")))
        .isEqualTo(Map.of("message", "Hello, Ada!"));
    assertThat(evaluate("{response: \"You said: \" + message}", Map.of("message", "hi")))
        .isEqualTo(Map.of("response", "You said: hi"));
    assertThat(render("You said: {{message}}", Map.of("message", "hi"))).isEqualTo("You said: hi");
  }

  @Test
  void theApprovalAgentRoutesAnExpenseByItsAmount() {
    var scope =
        Map.of(
            "review",
            Map.of("amount", 250.0, "category", "travel", "justification", "client visit"),
            "limit",
            100.0);

    assertThat(evaluate("review.amount <= limit", scope)).isEqualTo(false);
    assertThat(render("Approve {{review.category}} expense of {{review.amount}}?", scope))
        .isEqualTo("Approve travel expense of 250?");
    assertThat(evaluate(Map.of("justification", "review.justification"), scope))
        .isEqualTo(Map.of("justification", "client visit"));
    assertThat(render("Extract the expense from: {{message}}", Map.of("message", "taxi 12")))
        .isEqualTo("Extract the expense from: taxi 12");
    assertThat(render("role:tenant_admin", scope)).isEqualTo("role:tenant_admin");
  }

  @Test
  void theApprovalAgentReportsWhatAPersonDecided() {
    var members = new java.util.HashMap<String, @Nullable Object>();
    members.put("decision", "reject");
    members.put("comment", null);
    members.put("resolved_by", "usr_1");
    Map<String, Object> scope =
        Map.of("decision", new TextualMap("reject", members), "review", Map.of("amount", 250));

    assertThat(evaluate("decision.decision", scope)).isEqualTo("reject");
    assertThat(evaluate("{amount: review.amount, by: decision.resolved_by}", scope))
        .isEqualTo(Map.of("amount", 250L, "by", "usr_1"));
    assertThat(
            evaluate(
                "{response: \"Rejected: \" + (decision.comment ?? \"no reason given\"), decision:"
                    + " \"reject\"}",
                scope))
        .isEqualTo(Map.of("response", "Rejected: no reason given", "decision", "reject"));
  }

  @Test
  void theSupportDeskReadsAndWritesItsMemory() {
    var history = new History();
    Map<String, Object> scope =
        Map.of(
            "memory", Map.of("history", history),
            "message", "help",
            "answer", Map.of("response", "sure"),
            "output", Map.of("response", "sure"));

    assertThat(evaluate("message.length > 0", scope)).isEqualTo(true);
    assertThat(evaluate("output.response.length > 0", scope)).isEqualTo(true);
    evaluate("memory.history.add({q: message, a: answer.response})", scope);
    assertThat(history.items).containsExactly(Map.of("q", "help", "a", "sure"));
    assertThat(evaluate("{response: answer.response, turns: memory.history.list().length}", scope))
        .isEqualTo(Map.of("response", "sure", "turns", 1L));
    assertThat(evaluate(Map.of("history", "memory.history.last(5)"), scope))
        .isEqualTo(Map.of("history", history.items));
    assertThat(evaluate("memory.history.map(x => x.q)", scope)).isEqualTo(List.of("help"));
  }

  @Test
  void theSupportDeskComputesWithItsItems() {
    Map<String, Object> scope =
        Map.of(
            "items",
            List.of(1, 2, 3),
            "n",
            3,
            "i",
            4,
            "both",
            Map.of("sum", 6),
            "squares",
            List.of(1, 4, 9));

    assertThat(evaluate("items.sum()", scope)).isEqualTo(6L);
    assertThat(evaluate("items.max()", scope)).isEqualTo(3L);
    assertThat(evaluate("n * n", scope)).isEqualTo(9L);
    assertThat(evaluate("i < 5", scope)).isEqualTo(true);
    assertThat(evaluate("i + 1", scope)).isEqualTo(5L);
    assertThat(
            evaluate(
                "{both: both, squares: squares, i: i, big: items.filter(x => x > 1).map(x => x *"
                    + " 10)}",
                scope))
        .isEqualTo(
            Map.of(
                "both", Map.of("sum", 6L),
                "squares", List.of(1L, 4L, 9L),
                "i", 4L,
                "big", List.of(20L, 30L)));
  }

  private static final class History implements Receiver {

    private final List<@Nullable Object> items = new ArrayList<>();

    @Override
    public @Nullable Object member(String name) {
      return null;
    }

    @Override
    public @Nullable Object call(
        String method, List<@Nullable Object> args, Map<String, @Nullable Object> named) {
      if (method.equals("add")) {
        items.addAll(args);
      }
      return items;
    }

    @Override
    public Object value() {
      return items;
    }
  }
}
