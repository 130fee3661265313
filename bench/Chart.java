import java.util.Locale;
import java.util.Map;

/** Draws cycles a second: bars for what was measured here, lines for what others published. */
final class Chart {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 420;
  private static final int LEFT = 60;
  private static final int RIGHT = 250;
  private static final int TOP = 50;
  private static final int BOTTOM = 50;
  private static final String[] COLOURS = {"#1f5fa8", "#8fb3d9", "#c9ccd1"};

  /** Cycles a second at 8 clients, measured before on a machine of this kind. */
  private static final Map<String, Integer> OTHERS =
      Map.of(
          "DBOS for Java, in process, no HTTP", 458,
          "Restate", 213,
          "Flowable REST", 124,
          "Conductor on Postgres", 41);

  private Chart() {}

  /**
   * An SVG document.
   *
   * @param rates of each contestant, one for each number of connections
   */
  static String of(Map<String, double[]> rates, int[] connections) {
    var svg = new StringBuilder();
    double most =
        Math.max(
            500,
            rates.values().stream().flatMapToDouble(java.util.Arrays::stream).max().orElse(0));
    double top = Math.ceil(most / 250) * 250;
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">",
        WIDTH,
        HEIGHT);
    add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
    text(svg, LEFT, 24, "start", "Durable cycles a second: start, list, resolve, read", 16);
    for (double value = 0; value <= top; value += top / 5) {
      line(svg, y(value, top), "#e3e5e8", "");
      text(svg, LEFT - 8, y(value, top) + 4, "end", number(value), 12);
    }
    bars(svg, rates, connections, top);
    OTHERS.forEach(
        (name, value) -> {
          line(svg, y(value, top), "#b3541e", " stroke-dasharray=\"4 3\"");
          text(
              svg, WIDTH - RIGHT + 8, y(value, top) + 4, "start", name + ": " + number(value), 12);
        });
    legend(svg, rates);
    return svg.append("</svg>\n").toString();
  }

  private static void bars(
      StringBuilder svg, Map<String, double[]> rates, int[] connections, double top) {
    double group = (WIDTH - LEFT - RIGHT) / (double) connections.length;
    double bar = group * 0.8 / Math.max(1, rates.size());
    for (int i = 0; i < connections.length; i++) {
      double x = LEFT + i * group + group * 0.1;
      int who = 0;
      for (var each : rates.values()) {
        double y = y(each[i], top);
        add(
            svg,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
            x,
            y,
            bar - 4,
            HEIGHT - BOTTOM - y,
            COLOURS[who++ % COLOURS.length]);
        text(svg, x + bar / 2 - 2, y - 5, "middle", number(each[i]), 11);
        x += bar;
      }
      var label = connections[i] + (connections[i] == 1 ? " connection" : " connections");
      text(svg, LEFT + (i + 0.5) * group, HEIGHT - BOTTOM + 18, "middle", label, 12);
    }
  }

  private static void legend(StringBuilder svg, Map<String, double[]> rates) {
    int x = LEFT;
    int who = 0;
    for (var name : rates.keySet()) {
      var colour = COLOURS[who++ % COLOURS.length];
      add(
          svg,
          "<rect x=\"%d\" y=\"%d\" width=\"11\" height=\"11\" fill=\"%s\"/>",
          x,
          HEIGHT - 20,
          colour);
      text(svg, x + 16, HEIGHT - 10, "start", name, 12);
      x += 40 + 7 * name.length();
    }
    text(svg, x, HEIGHT - 10, "start", "dashed: others, as published, at 8 clients", 12);
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
  }

  private static void line(StringBuilder svg, double y, String colour, String more) {
    add(
        svg,
        "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"%s\"%s/>",
        LEFT,
        y,
        WIDTH - RIGHT,
        y,
        colour,
        more);
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String text, int size) {
    add(
        svg,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">%s</text>",
        x,
        y,
        anchor,
        size,
        text);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
