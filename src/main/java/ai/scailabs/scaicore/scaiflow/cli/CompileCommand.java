package ai.scailabs.scaicore.scaiflow.cli;

import ai.scailabs.scaicore.scaiflow.compiler.FlowCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code compile FILE [--format yaml|ir] [--output PATH]}. */
final class CompileCommand {

  private final Terminal terminal;

  CompileCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  Ending run(List<String> given) throws CommandFailed {
    var arguments = Arguments.of(given, Set.of(), Set.of("--format", "--output"));
    var format = Objects.requireNonNullElse(arguments.one("--format"), "yaml");
    if (!Set.of("yaml", "ir").contains(format)) {
      throw CommandFailed.misused("--format is yaml or ir, and not " + format + ".");
    }
    var output = arguments.one("--output");
    var file = FlowFile.read(arguments.onlyFile(), terminal.in());
    var compiled = FlowCompiler.compile(file.content());
    var verdict = Verdict.of(file, compiled.diagnostics());
    terminal.tell(verdict.lines());
    var manifest = compiled.manifest();
    if (!compiled.succeeded() || manifest == null) {
      terminal.tell(file.shown() + ": " + verdict.summary() + "; nothing was written.");
      return Ending.REFUSED;
    }
    write(
        output,
        format.equals("ir")
            ? FlowCompiler.ir(compiled)
            : manifest.getBytes(StandardCharsets.UTF_8));
    return Ending.DONE;
  }

  private void write(@Nullable String output, byte[] bytes) throws CommandFailed {
    if (output == null || output.equals("-")) {
      terminal.result(bytes);
      return;
    }
    try {
      Files.write(Path.of(output), bytes);
    } catch (IOException | InvalidPathException e) {
      throw CommandFailed.misused(output + ": it cannot be written: " + e);
    }
  }
}
