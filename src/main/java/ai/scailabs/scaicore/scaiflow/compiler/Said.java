package ai.scailabs.scaicore.scaiflow.compiler;

import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostics;
import ai.scailabs.scaicore.scaiflow.graph.Severity;

/** Says of nodes and edges what is wrong with them, with their ids and places. */
record Said(Wiring wiring, Diagnostics found) {

  void node(int number, String message) {
    node(number, "", message);
  }

  /**
   * @param below where in the node, such as {@code .config.goal}
   */
  void node(int number, String below, String message) {
    add(Severity.ERROR, number, below, message);
  }

  void warn(int number, String message) {
    add(Severity.WARNING, number, "", message);
  }

  private void add(Severity severity, int number, String below, String message) {
    found.add(
        new Diagnostic(severity, message, wiring.path(number) + below, wiring.id(number), null));
  }

  void edge(Link link, String message) {
    edge(link, "", message);
  }

  void edge(Link link, String below, String message) {
    edge(Severity.ERROR, link, below, message);
  }

  void warn(Link link, String message) {
    edge(Severity.WARNING, link, "", message);
  }

  private void edge(Severity severity, Link link, String below, String message) {
    found.add(
        new Diagnostic(
            severity,
            "edge %s: %s".formatted(Names.quoted(link.edge().id()), message),
            "edges[" + link.at() + "]" + below,
            link.edge().source().node(),
            link.edge().id()));
  }

  /** A cycle, by the edge that closes it. */
  void cycle(Link link, String message) {
    found.add(
        new Diagnostic(
            Severity.ERROR,
            message,
            "edges[" + link.at() + "]",
            wiring.id(link.to()),
            link.edge().id()));
  }

  /** A node's id in quotes. */
  String quoted(int number) {
    return Names.quoted(wiring.id(number));
  }
}
