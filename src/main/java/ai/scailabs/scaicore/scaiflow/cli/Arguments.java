package ai.scailabs.scaicore.scaiflow.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a command.
 *
 * @param files those that are no options, in their order
 * @param options the values of each option that was given; none for a flag
 */
record Arguments(List<String> files, Map<String, List<String>> options) {

  /**
   * Takes {@code --flag}, {@code --option value} and {@code --option=value} in any order; what
   * follows {@code --} is a file.
   */
  static Arguments of(List<String> given, Set<String> flags, Set<String> valued)
      throws CommandFailed {
    var files = new ArrayList<String>();
    var options = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < given.size(); i++) {
      var argument = given.get(i);
      if (argument.equals("--")) {
        files.addAll(given.subList(i + 1, given.size()));
        break;
      }
      if (!argument.startsWith("-") || argument.equals("-")) {
        files.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      var name = equals < 0 ? argument : argument.substring(0, equals);
      if (valued.contains(name)) {
        if (equals < 0 && i + 1 == given.size()) {
          throw CommandFailed.misused(name + " needs a value after it.");
        }
        var value = equals < 0 ? given.get(++i) : argument.substring(equals + 1);
        options.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      } else if (flags.contains(argument)) {
        options.computeIfAbsent(argument, _ -> new ArrayList<>());
      } else {
        throw CommandFailed.misused(unknown(name, flags, valued));
      }
    }
    return new Arguments(files, options);
  }

  private static String unknown(String name, Set<String> flags, Set<String> valued) {
    var known = new TreeSet<>(flags);
    known.addAll(valued);
    return flags.contains(name)
        ? name + " takes no value."
        : "There is no option " + name + " here; there are " + String.join(", ", known) + ".";
  }

  boolean has(String flag) {
    return options.containsKey(flag);
  }

  /** The value of an option that may be given once; null when it is not given. */
  @Nullable String one(String option) throws CommandFailed {
    var values = all(option);
    if (values.size() > 1) {
      throw CommandFailed.misused(option + " can be given once.");
    }
    return values.isEmpty() ? null : values.getFirst();
  }

  /** The values of an option that may be given several times. */
  List<String> all(String option) {
    return options.getOrDefault(option, List.of());
  }

  /** The only file. */
  String onlyFile() throws CommandFailed {
    if (files.size() != 1) {
      throw CommandFailed.misused(
          files.isEmpty()
              ? "Name the file of the flow, or - for standard input."
              : "Name one file; these are " + files.size() + ": " + String.join(", ", files));
    }
    return files.getFirst();
  }
}
