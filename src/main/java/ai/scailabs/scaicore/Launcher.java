package ai.scailabs.scaicore;

import java.lang.reflect.InvocationTargetException;

/**
 * Where the process begins. Compiled for an older Java than the rest, so that on one that is too
 * old it can say so in a sentence; it names no class of ours, because loading one would fail there.
 */
public final class Launcher {

  private static final int OLDEST = 25;

  private Launcher() {}

  /** Starts {@code ScaiCoreApplication}, or exits with 1. */
  public static void main(String[] args) throws Throwable {
    if (Runtime.version().feature() < OLDEST) {
      System.err.printf(
          "Cannot start: Java %d or newer is needed and this is Java %s (%s); run it with a newer"
              + " one, for example by setting JAVA_HOME.%n",
          OLDEST, Runtime.version().feature(), System.getProperty("java.home"));
      System.exit(1);
    }
    try {
      Class.forName("ai.scailabs.scaicore.ScaiCoreApplication")
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
