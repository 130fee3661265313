package ai.scailabs.scaicore.story;

import java.util.List;
import java.util.stream.Stream;

/** Blocks that would tell the secrets of the environment. */
final class LeakingPrograms {

  private static final List<String> STATEMENTS =
      List.of(
          "{\"kind\": \"return\", \"value\": \"config.KEY\"}",
          "{\"kind\": \"return\", \"value\": \"config\"}",
          "{\"kind\": \"return\", \"value\": \"{a: [config.KEY, config.nest]}\"}",
          "{\"kind\": \"return\", \"value\": \"json.stringify(config)\"}",
          "{\"kind\": \"return\", \"value\": \"config.KEY + '!'\"}",
          "{\"kind\": \"return\", \"value\": \"config.KEY.length\"}",
          "{\"kind\": \"return\", \"value\": \"config.list\"}",
          "{\"kind\": \"expression\", \"template\": \"It is {{config.KEY}}\"}",
          "{\"kind\": \"emit\", \"event\": \"told\", \"data\": \"{k: config.KEY}\"}",
          "{\"kind\": \"assign\", \"target\": \"x\", \"value\": \"config.KEY\"}");

  private static final List<String> BLOCKS =
      List.of(
          "{\"kind\": \"debug\", \"message\": \"{{config.KEY}}\", \"level\": \"error\"}",
          "{\"kind\": \"checkpoint\", \"prompt\": \"Is it {{config.KEY}}?\", \"context\": {\"k\":"
              + " \"config.KEY\"}}",
          "{\"kind\": \"checkpoint\", \"prompt\": \"?\", \"context\": \"config\", \"assignee\":"
              + " \"{{config.KEY}}\"}",
          "{\"kind\": \"flexible\", \"goal\": \"Say {{config.KEY}}\", \"input_bindings\": {\"k\":"
              + " \"config.KEY\"}}",
          "{\"kind\": \"flexible\", \"goal\": \"Say\", \"input_bindings\": {\"c\":"
              + " \"config\"}}");

  private LeakingPrograms() {}

  static List<String> blocks() {
    return Stream.concat(
            STATEMENTS.stream().map(one -> "{\"kind\": \"rigid\", \"statements\": [" + one + "]}"),
            BLOCKS.stream())
        .toList();
  }
}
