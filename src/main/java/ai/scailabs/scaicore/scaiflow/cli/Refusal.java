package ai.scailabs.scaicore.scaiflow.cli;

import ai.scailabs.scaicore.scaiflow.cli.Transport.Answer;
import ai.scailabs.scaicore.scaiflow.cli.Transport.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that says no, in words. It comes in ScaiFlow's dialect ({@code detail}), in the
 * envelope of the platform ({@code error}), or from something on the way in neither.
 */
record Refusal(Call call, Answer answer, String file) {

  CommandFailed failure() {
    var detail = detail();
    var lines = new ArrayList<String>();
    lines.add("The service refused to %s: %s".formatted(call.what(), reason(detail)));
    for (var key : List.of("core_id", "scope", "queue")) {
      add(lines, key + ": ", detail.get(key));
    }
    lines.addAll(new Verdict(file, FlowJson.maps(detail.get("diagnostics"))).lines());
    for (var each : FlowJson.maps(detail.get("details"))) {
      add(lines, "", each.get("field") + ": " + each.get("message"));
    }
    add(lines, "what to do: ", fix(detail));
    return new CommandFailed(ending(detail), lines);
  }

  private Map<String, @Nullable Object> detail() {
    var detail = FlowJson.map(answer.body().get("detail"));
    return detail.isEmpty() ? FlowJson.map(answer.body().get("error")) : detail;
  }

  private String reason(Map<String, @Nullable Object> detail) {
    var code = FlowJson.word(detail, detail.containsKey("error") ? "error" : "code");
    var message = FlowJson.word(detail, "message");
    if (message == null) {
      return answer.status() + ", without a message that ScaiFlow would send.";
    }
    var upstream = detail.get("status") instanceof Number status ? ", upstream " + status : "";
    return "%s (%d%s): %s"
        .formatted(code == null ? "refused" : code, answer.status(), upstream, message);
  }

  private @Nullable Object fix(Map<String, @Nullable Object> detail) {
    if (detail.get("fix") != null) {
      return detail.get("fix");
    }
    if (answer.status() >= 300 && answer.status() < 400) {
      return "set " + Settings.URL + " to where it leads; redirects are not followed.";
    }
    return switch (answer.status()) {
      case 401 -> "set " + Settings.KEY + " to a key that is valid there.";
      case 404 ->
          "see whether " + Settings.URL + " is the service, and whether the key may see it.";
      default -> null;
    };
  }

  private static void add(List<String> lines, String what, @Nullable Object value) {
    if (value != null) {
      lines.add("  " + what + value);
    }
  }

  /** What is behind the service answers through it: its refusals are refusals all the same. */
  private Ending ending(Map<String, @Nullable Object> detail) {
    int status =
        answer.status() == 502 && detail.get("status") instanceof Number upstream
            ? upstream.intValue()
            : answer.status();
    // A conflict of the service itself passes: another deploy of the flow is on its way.
    boolean refused =
        (status >= 300 && status < 500 && status != 429 && answer.status() != 409)
            || "scaiqueue_auth".equals(detail.get("error"));
    return refused ? Ending.REFUSED : Ending.UNREACHED;
  }
}
