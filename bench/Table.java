import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, each figure beside what it must be and what is aimed at. */
final class Table {

  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final Map<String, Object> about = new LinkedHashMap<>();

  /** What a figure is held against: at least so much, at most so much, or nothing. */
  record Bound(Double must, Double aim, boolean atLeast) {

    static final Bound NONE = new Bound(null, null, true);

    static Bound atLeast(Double must, Double aim) {
      return new Bound(must, aim, true);
    }

    static Bound atMost(Double must, Double aim) {
      return new Bound(must, aim, false);
    }

    private String verdict(double value) {
      if (must == null) {
        return "";
      }
      return holds(value, must) ? "✓" : "✗";
    }

    private String aimed(double value) {
      return aim == null ? "" : holds(value, aim) ? "✓" : "✗";
    }

    private boolean holds(double value, double bound) {
      return atLeast ? value >= bound : value <= bound;
    }
  }

  void about(String what, Object value) {
    about.put(what, value);
  }

  void row(String what, double value, String unit, Bound bound, String note) {
    var row = new LinkedHashMap<String, Object>();
    row.put("figure", what);
    row.put("value", Math.round(value * 1000) / 1000.0);
    row.put("unit", unit);
    row.put("must", bound.must());
    row.put("aim", bound.aim());
    row.put("must_holds", bound.must() == null ? null : bound.verdict(value).equals("✓"));
    row.put("aim_holds", bound.aim() == null ? null : bound.aimed(value).equals("✓"));
    row.put("note", note);
    rows.add(row);
    System.out.println(
        "%-58s %10s %-4s %-10s %-10s %s"
            .formatted(
                what,
                number(value),
                unit,
                bound.must() == null ? "" : number(bound.must()) + " " + bound.verdict(value),
                bound.aim() == null ? "" : number(bound.aim()) + " " + bound.aimed(value),
                note)
            .stripTrailing());
  }

  void row(String what, double value, String unit, String note) {
    row(what, value, unit, Bound.NONE, note);
  }

  void heading() {
    System.out.println(
        "%-58s %10s %-4s %-10s %-10s %s"
            .formatted("figure", "value", "", "must", "aim", "")
            .stripTrailing());
  }

  void write(Path file) throws IOException {
    var whole = new LinkedHashMap<String, Object>(about);
    whole.put("rows", rows);
    var json = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(whole);
    Files.writeString(file, json + "\n");
  }

  /** As many digits as mean something. */
  static String number(double value) {
    double size = Math.abs(value);
    var format = size >= 100 || value == Math.rint(value) ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
