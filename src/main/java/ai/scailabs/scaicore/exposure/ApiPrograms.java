package ai.scailabs.scaicore.exposure;

import ai.scailabs.scaicore.core.Core;
import ai.scailabs.scaicore.core.CoreStatus;
import ai.scailabs.scaicore.core.Programs;
import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.ProgramReader;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The programs that APIs are made of. */
@Component
class ApiPrograms {

  private static final TypeReference<Map<String, Object>> SOURCE = new TypeReference<>() {};

  private final Programs programs;
  private final JsonMapper json;

  ApiPrograms(Programs programs, JsonMapper json) {
    this.programs = programs;
    this.json = json;
  }

  /** What calls meet: the program that runs, and of a Core that does not, the one it would run. */
  Program met(Core core) {
    var hash = core.programHash();
    return core.status() == CoreStatus.RUNNING && hash != null
        ? programs.load(core.tenantId(), hash)
        : source(core);
  }

  /** The program of the Core's {@code source}. */
  Program source(Core core) {
    return ProgramReader.read(json.readValue(core.configuration().source(), SOURCE)).program();
  }
}
