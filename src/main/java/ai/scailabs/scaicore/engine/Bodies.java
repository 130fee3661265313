package ai.scailabs.scaicore.engine;

import ai.scailabs.scaicore.program.Block;
import java.util.List;

/** Runs the blocks of a body; its value is that of its last block. */
interface Bodies {
  Step run(List<Block> blocks, Frame frame);
}
