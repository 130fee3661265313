package ai.scailabs.scaicore.scaiflow.reading;

/** YAML is no manifest with a flow in it. The message says what is missing. */
public final class NoFlowInManifest extends RuntimeException {

  NoFlowInManifest(String message) {
    super(message, null, false, false);
  }
}
