package ai.scailabs.scaicore.scaiflow.cli;

import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found in a file, for people and as JSON, in the words of {@code /v1/flows/validate}. */
record Verdict(String file, List<Map<String, @Nullable Object>> diagnostics) {

  static Verdict of(FlowFile file, List<Diagnostic> diagnostics) {
    return new Verdict(file.shown(), diagnostics.stream().map(Verdict::members).toList());
  }

  private static Map<String, @Nullable Object> members(Diagnostic diagnostic) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    members.put("severity", diagnostic.severity().word());
    members.put("message", diagnostic.message());
    members.put("path", diagnostic.path());
    members.put("node_id", diagnostic.nodeId());
    members.put("edge_id", diagnostic.edgeId());
    return members;
  }

  boolean valid() {
    return errors() == 0;
  }

  private long errors() {
    return diagnostics.stream().filter(d -> !"warning".equals(d.get("severity"))).count();
  }

  private long warnings() {
    return diagnostics.size() - errors();
  }

  /** One line for each finding. */
  List<String> lines() {
    return diagnostics.stream().map(this::line).toList();
  }

  private String line(Map<String, @Nullable Object> diagnostic) {
    var where = new ArrayList<String>();
    add(where, "node ", diagnostic.get("node_id"));
    add(where, "edge ", diagnostic.get("edge_id"));
    add(where, "at ", diagnostic.get("path"));
    return "%s: %s: %s%s"
        .formatted(
            file,
            diagnostic.get("severity"),
            diagnostic.get("message"),
            where.isEmpty() ? "" : " (" + String.join(", ", where) + ")");
  }

  private static void add(List<String> where, String what, @Nullable Object place) {
    if (place != null) {
      where.add(what + place);
    }
  }

  /** What it comes to: {@code valid}, or how much was found. */
  String summary() {
    var found = new ArrayList<String>();
    if (errors() > 0) {
      found.add(errors() == 1 ? "1 error" : errors() + " errors");
    }
    if (warnings() > 0) {
      found.add(warnings() == 1 ? "1 warning" : warnings() + " warnings");
    }
    var all = String.join(", ", found);
    return valid() ? (all.isEmpty() ? "valid" : "valid, " + all) : all;
  }

  Map<String, @Nullable Object> json() {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("file", file);
    json.put("valid", valid());
    json.put("diagnostics", diagnostics);
    return json;
  }
}
