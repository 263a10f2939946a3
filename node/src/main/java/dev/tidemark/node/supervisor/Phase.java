package dev.tidemark.node.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * Where the worker of one job stands. Only {@link Alive} and {@link Leaving} have a process, and a
 * start is decided only where there is none: so there are never two. Times are in milliseconds of a
 * clock that never goes back.
 */
sealed interface Phase {

  /** No process, and nothing is wrong with that. */
  record Empty() implements Phase {}

  /**
   * A process, or one that is just being made.
   *
   * @param version of the spec that it has been told
   * @param paused whether it has been told to pause
   * @param heardAt when it was last heard of
   */
  record Alive(Launch launch, long version, boolean paused, long startedAt, long heardAt)
      implements Phase {}

  /**
   * A process that was told to end.
   *
   * @param killAt when patience ends
   * @param killed whether it has
   * @param hung what hung, if that is why; null if it is not wanted any more
   */
  record Leaving(long killAt, boolean killed, @Nullable Launch hung) implements Phase {}

  /**
   * Ended, though it should not have.
   *
   * @param until when it is started again
   */
  record BackingOff(Launch launch, long until) implements Phase {}

  /** Ended, and starting the same again would be in vain. */
  record Failed(Launch launch) implements Phase {}
}
