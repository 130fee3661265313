package ai.scailabs.scaicore.scaiflow.reading;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A graph out of a manifest.
 *
 * @param content as a flow has it
 * @param unknownSteps how many steps and triggers are kept in its {@code metadata.unknown_steps},
 *     because no node can say them
 */
public record Imported(Map<String, @Nullable Object> content, int unknownSteps) {}
