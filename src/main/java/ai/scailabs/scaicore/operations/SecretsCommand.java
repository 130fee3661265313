package ai.scailabs.scaicore.operations;

import ai.scailabs.scaicore.secrets.KeyRotation;
import ai.scailabs.scaicore.secrets.KeySetUnusable;
import ai.scailabs.scaicore.secrets.Resealing;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * {@code java -jar scaicore-module.jar secrets …}: makes and changes key sets, and seals what is
 * stored again. Key sets go to standard output and nowhere else; everything else that there is to
 * say goes to standard error. Described in {@code docs/secrets.md}.
 */
public final class SecretsCommand {

  private static final String WORD = "secrets";
  private static final String VARIABLE = "SCAICORE_SECRETS_KEYSET";

  private static final String USAGE =
      """
      usage: secrets new                 prints a new key set
             secrets rotate [FILE|-]     prints the key set with a new key that seals from now on
             secrets add [FILE|-]        prints the key set with a new key that only opens
             secrets promote [FILE|-]    prints the key set with its last key sealing from now on
             secrets reseal              seals every stored secret again with the key that seals
             secrets retire [FILE|-]     prints the key set without the keys that only open
      The key set is read from FILE, from standard input (-), or from SCAICORE_SECRETS_KEYSET.
      """;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> variables;

  SecretsCommand(InputStream in, PrintStream out, PrintStream err, Map<String, String> variables) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.variables = variables;
  }

  /** Whether the arguments of the process are a command of this kind. */
  public static boolean isMeant(String[] arguments) {
    return arguments.length > 0 && arguments[0].equals(WORD);
  }

  /** Carries out the command that the arguments are, and answers the status to exit with. */
  public static int run(String[] arguments) {
    return new SecretsCommand(System.in, System.out, System.err, System.getenv())
        .run(Arrays.asList(arguments).subList(1, arguments.length));
  }

  int run(List<String> arguments) {
    var rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    try {
      return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
        case "new" -> print(KeyRotation.fresh());
        case "rotate" -> change(rest, KeyRotation::rotated);
        case "add" -> change(rest, KeyRotation::added);
        case "promote" -> change(rest, KeyRotation::promoted);
        case "retire" -> change(rest, KeyRotation::retired);
        case "reseal" -> reseal(rest);
        default -> {
          err.print(USAGE);
          yield 2;
        }
      };
    } catch (KeySetUnusable | IOException e) {
      err.println(e instanceof IOException ? "Cannot read the key set: " + e : e.getMessage());
      return 1;
    }
  }

  private int change(List<String> arguments, UnaryOperator<String> change) throws IOException {
    var keySet = keySet(arguments);
    if (keySet.isBlank()) {
      throw new KeySetUnusable(
          "There is no key set to change; name its file, or set " + VARIABLE + ".");
    }
    return print(change.apply(keySet));
  }

  private String keySet(List<String> arguments) throws IOException {
    if (arguments.isEmpty()) {
      return variables.getOrDefault(VARIABLE, "");
    }
    return arguments.getFirst().equals("-")
        ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
        : Files.readString(Path.of(arguments.getFirst()));
  }

  /** On one line, as it goes into a variable. */
  private int print(String keySet) {
    out.println(keySet.replaceAll("\\s*\\R\\s*", ""));
    return 0;
  }

  private int reseal(List<String> settings) {
    List<Resealing.Count> counts;
    try {
      counts = ResealRun.run(settings);
    } catch (RuntimeException e) {
      // Foreseen reasons were printed as a sentence already.
      err.println("Nothing more was sealed again: " + e.getMessage());
      return 1;
    }
    counts.forEach(this::tell);
    boolean complete = counts.stream().allMatch(Resealing.Count::complete);
    err.println(
        complete
            ? "Every stored secret is sealed with the key that seals; the others can be retired."
            : "Keep the other keys: not every stored secret could be sealed again.");
    return complete ? 0 : 1;
  }

  private void tell(Resealing.Count count) {
    err.printf(
        "%s.%s: %d values, %d sealed again, %d cannot be opened%n",
        count.column().table(),
        count.column().column(),
        count.values(),
        count.resealed(),
        count.notOpened().size());
    count
        .notOpened()
        .forEach(
            address ->
                err.printf(
                    "  cannot be opened: %s of %s in tenant %s; set its value again%n",
                    address.name(), address.coreId(), address.tenantId()));
    if (count.restless() > 0) {
      err.printf(
          "  %d were written with another key meanwhile; start every replica with this key set,"
              + " then run this again%n",
          count.restless());
    }
  }
}
