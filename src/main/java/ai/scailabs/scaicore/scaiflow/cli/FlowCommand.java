package ai.scailabs.scaicore.scaiflow.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code java -jar scaicore-module.jar deploy|validate|compile|help …}: flows from files, for
 * pipelines. Starts neither a server nor a database. Results go to standard output, everything else
 * to standard error. Described in {@code docs/scaiflow.md}.
 */
public final class FlowCommand {

  private static final Set<String> WORDS = Set.of("deploy", "validate", "compile", "help");
  private static final Set<String> HELP = Set.of("help", "--help", "-h");

  private static final String USAGE =
      """
      usage: deploy FILE [--publish-as-model] [--group-id ID]… [--flow FLOW_ID] [--json]
                 sends the flow to the service and deploys it as a Core. The flow is the one named
                 by --flow, else the one of the same name, else a new one
             validate FILE… [--json]
                 tells everything that is wrong with the flows; nothing is sent
             compile FILE [--format yaml|ir] [--output PATH]
                 prints the manifest of the flow (yaml), or the bundle that it becomes (ir)
             help
                 prints this
      FILE is a .flow.json, or - for standard input. "secrets" manages key sets; anything else
      starts the service.

      SCAIGRID_BASE_URL  where the service is; http://127.0.0.1:8080 when not set
      SCAIGRID_API_KEY   the key of a user who may manage and deploy flows

      exit status: 0 done; 1 the flow or its deployment was refused; 2 wrong usage, unreadable
      file or configuration; 3 the service was not reached, or it or what is behind it failed
      """;

  private final Terminal terminal;
  private final Map<String, String> variables;
  private final Duration pause;

  FlowCommand(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> variables,
      Duration pause) {
    this.terminal = new Terminal(in, out, err, Settings.key(variables));
    this.variables = variables;
    this.pause = pause;
  }

  /** Whether the arguments of the process are a command of this kind. */
  public static boolean isMeant(String[] arguments) {
    return arguments.length > 0 && (WORDS.contains(arguments[0]) || HELP.contains(arguments[0]));
  }

  /** Carries out the command that the arguments are, and answers the status to exit with. */
  public static int run(String[] arguments) {
    return new FlowCommand(
            System.in, System.out, System.err, System.getenv(), Duration.ofSeconds(1))
        .run(Arrays.asList(arguments));
  }

  int run(List<String> arguments) {
    var ending = ending(arguments);
    if (terminal.out().checkError()) {
      terminal.tell("The result could not be written: standard output is closed or full.");
      return Ending.MISUSED.status();
    }
    return ending.status();
  }

  private Ending ending(List<String> arguments) {
    if (HELP.contains(arguments.getFirst()) || arguments.stream().anyMatch("--help"::equals)) {
      terminal.out().print(USAGE);
      return Ending.DONE;
    }
    var rest = arguments.subList(1, arguments.size());
    try {
      return switch (arguments.getFirst()) {
        case "deploy" -> new DeployCommand(terminal, variables, pause).run(rest);
        case "validate" -> new ValidateCommand(terminal).run(rest);
        default -> new CompileCommand(terminal).run(rest);
      };
    } catch (CommandFailed e) {
      terminal.tell(e.lines());
      return e.ending();
    } catch (RuntimeException | StackOverflowError e) {
      terminal.tell(
          "The command failed by a fault of its own, which it can say no more of than this: " + e);
      return Ending.UNREACHED;
    }
  }
}
