package ai.scailabs.scaicore.scaiflow.cli;

import ai.scailabs.scaicore.scaiflow.compiler.FlowCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code validate FILE… [--json]}. Every file is looked at, whatever is wrong with another. */
final class ValidateCommand {

  private final Terminal terminal;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  Ending run(List<String> given) throws CommandFailed {
    var arguments = Arguments.of(given, Set.of("--json"), Set.of());
    if (arguments.files().isEmpty()) {
      throw CommandFailed.misused("Name the files of the flows, or - for standard input.");
    }
    var verdicts = new ArrayList<Map<String, @Nullable Object>>();
    var ending = Ending.DONE;
    for (var name : arguments.files()) {
      Ending one;
      try {
        one = judge(FlowFile.read(name, terminal.in()), arguments.has("--json"), verdicts);
      } catch (CommandFailed e) {
        terminal.tell(e.lines());
        one = e.ending();
      }
      ending = one.compareTo(ending) > 0 ? one : ending;
    }
    if (arguments.has("--json")) {
      terminal.resultJson(verdicts);
    }
    return ending;
  }

  private Ending judge(FlowFile file, boolean json, List<Map<String, @Nullable Object>> verdicts) {
    var verdict = Verdict.of(file, FlowCompiler.validate(file.content()));
    verdicts.add(verdict.json());
    if (!json) {
      terminal.tell(verdict.lines());
      terminal.result(file.shown() + ": " + verdict.summary());
    }
    return verdict.valid() ? Ending.DONE : Ending.REFUSED;
  }
}
