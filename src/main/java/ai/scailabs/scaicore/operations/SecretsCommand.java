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
 * stored again. Key sets go to standard output, or with {@code --in-place} back into their file,
 * and nowhere else; everything else that there is to say goes to standard error. Described in
 * {@code docs/secrets.md}.
 */
public final class SecretsCommand {

  private static final String WORD = "secrets";
  private static final String VARIABLE = "SCAICORE_SECRETS_KEYSET";

  private static final String IN_PLACE = "--in-place";
  private static final String EVERY_REPLICA = "--every-replica-has-this-keyset";

  private static final String USAGE =
      """
      usage: secrets new               prints a new key set
             secrets rotate [FILE|-]   prints the key set with a new key that seals from now on
             secrets add [FILE|-]      prints the key set with a new key that only opens
             secrets promote [FILE|-]  prints the key set with its last key sealing from now on
             secrets reseal --every-replica-has-this-keyset
                                       seals every stored secret again with the key that seals;
                                       only once every replica runs with this key set
             secrets retire [FILE|-]   prints the key set without the keys that only open
      The key set is read from FILE, from standard input (-), or from SCAICORE_SECRETS_KEYSET.
      To change a file, write --in-place FILE; "> FILE" would empty it before it is read.
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
        default -> usage();
      };
    } catch (KeySetUnusable | IOException e) {
      err.println(e instanceof IOException ? "Cannot read the key set: " + e : e.getMessage());
      return 1;
    }
  }

  private int usage() {
    err.print(USAGE);
    return 2;
  }

  private int change(List<String> arguments, UnaryOperator<String> change) throws IOException {
    boolean inPlace = !arguments.isEmpty() && arguments.getFirst().equals(IN_PLACE);
    var from = inPlace ? arguments.subList(1, arguments.size()) : arguments;
    if (from.size() > 1 || (inPlace && (from.isEmpty() || from.contains("-")))) {
      return usage();
    }
    var keySet = keySet(from);
    if (keySet.isBlank()) {
      throw new KeySetUnusable(nothingIn(from));
    }
    var changed = change.apply(keySet);
    if (!inPlace) {
      return print(changed);
    }
    KeyRotation.replace(Path.of(from.getFirst()), changed);
    return 0;
  }

  private String keySet(List<String> from) throws IOException {
    if (from.isEmpty()) {
      return variables.getOrDefault(VARIABLE, "");
    }
    return from.getFirst().equals("-")
        ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
        : Files.readString(Path.of(from.getFirst()));
  }

  private static String nothingIn(List<String> from) {
    return from.isEmpty() || from.getFirst().equals("-")
        ? "There is no key set to change; name its file, or set " + VARIABLE + "."
        : from.getFirst()
            + " is empty. Where it was also named after >, the shell emptied it before it was read:"
            + " restore it from a copy, and use "
            + IN_PLACE
            + ".";
  }

  /** On one line, as it goes into a variable. */
  private int print(String keySet) {
    out.println(keySet.replaceAll("\\s*\\R\\s*", ""));
    return 0;
  }

  private int reseal(List<String> arguments) {
    if (!arguments.contains(EVERY_REPLICA)) {
      err.println(
          "A replica that runs with another key set may not open what is sealed again, and goes on"
              + " sealing with its own key. Give every replica this key set first, then run:"
              + " secrets reseal "
              + EVERY_REPLICA);
      return 2;
    }
    List<Resealing.Count> counts;
    try {
      counts = ResealRun.run(arguments.stream().filter(a -> !a.equals(EVERY_REPLICA)).toList());
    } catch (RuntimeException e) {
      // Foreseen reasons were printed as a sentence already.
      err.println("Nothing more was sealed again: " + e.getMessage());
      return 1;
    }
    counts.forEach(this::tell);
    boolean complete = counts.stream().allMatch(Resealing.Count::complete);
    err.println(
        complete
            ? "Every stored secret is sealed with the key that seals; the others can be retired,"
                + " but only once every replica runs with this key set."
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
