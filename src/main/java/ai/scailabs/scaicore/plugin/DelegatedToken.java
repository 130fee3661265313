package ai.scailabs.scaicore.plugin;

/** Makes a token of the user as whom a Core calls; asked for each try, since tokens end soon. */
@FunctionalInterface
interface DelegatedToken {
  String issued() throws CallFailed;
}
