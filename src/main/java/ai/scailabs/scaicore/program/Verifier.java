package ai.scailabs.scaicore.program;

import java.util.Map;

/**
 * Finds everything that is wrong with a program in one pass, each as path and {@code E4xx …}: what
 * {@link ProgramReader} reports, and E200 unknown flow, role, plugin alias or type, E400 clock or
 * random call in rigid code, E402 entity key that no flow declares, E405 model call in rigid code,
 * E410 no flow, E412 a secret where it cannot go.
 */
public final class Verifier {

  private Verifier() {}

  /** Verifies a program by itself. */
  public static Verified verify(Map<String, ?> source) {
    return verify(source, VerifyOptions.NONE);
  }

  /** Verifies a program together with what its Core adds. */
  public static Verified verify(Map<String, ?> source, VerifyOptions options) {
    var reading = new Reading();
    var program = ProgramReader.read(reading, source);
    new CrossCheck(reading, program, options).run();
    return new Verified(program, reading.findings());
  }
}
