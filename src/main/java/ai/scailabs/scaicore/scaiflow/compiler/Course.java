package ai.scailabs.scaicore.scaiflow.compiler;

import java.util.List;

/**
 * What is around a list of steps that is being written.
 *
 * @param loop the innermost loop, or {@link Region#NONE}
 * @param exit the node that a break of it leads to, or {@link Region#NONE}
 * @param ending how a way ends before the steps do
 * @param isFollowed whether steps follow that a way which has ended must not come to
 * @param breaks whether a break is possible: not from within a branch
 * @param kept names whose values the branch around gives back
 * @param nested how many lists of steps are around
 * @param forks how many nodes with several ways are around, inside one list
 */
record Course(
    Region region,
    int loop,
    int exit,
    Ending ending,
    boolean isFollowed,
    boolean breaks,
    List<String> kept,
    int nested,
    int forks) {

  /** How a way ends. */
  enum Ending {
    /** With a {@code return}: of the flow, the branch, or the round of a foreach. */
    RETURN,
    /** With a {@code continue}: of the round of a while. */
    CONTINUE,
    /** Not: other ways follow, which are taken all the same. */
    NEVER
  }

  static Course ofFlow(Region region) {
    return new Course(
        region, Region.NONE, Region.NONE, Ending.RETURN, false, false, List.of(), 0, 0);
  }

  Course ofLoop(Region body, int node, int after, boolean each) {
    return new Course(
        body,
        node,
        after,
        each ? Ending.RETURN : Ending.CONTINUE,
        false,
        true,
        List.of(),
        nested + 1,
        forks);
  }

  Course ofArm(boolean followed) {
    return new Course(
        region, loop, exit, ending, isFollowed || followed, breaks, kept, nested + 1, forks);
  }

  Course ofBranch(List<String> names) {
    return new Course(region, loop, exit, Ending.RETURN, false, false, names, nested + 1, forks);
  }

  /** One of several ways that are taken one after another. */
  Course ofWay() {
    return new Course(region, loop, exit, Ending.NEVER, false, false, kept, nested, forks + 1);
  }
}
