package ai.scailabs.scaicore.program;

import java.util.List;

/**
 * A program as it was read, and what was wrong with its source, in source order. With findings the
 * program is what could be made of the rest; it is not to be run.
 */
public record ReadResult(Program program, List<Finding> findings) {}
