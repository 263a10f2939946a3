package dev.tidemark.node.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * The phase of the worker of one job. Only {@link Alive} and {@link Leaving} have a process, and a
 * start is decided only in phases without one: so there are never two. Times are in milliseconds of
 * a clock that never goes back.
 */
sealed interface Phase {

  /** No process, and none is needed. */
  record Empty() implements Phase {}

  /**
   * A process, or one that is just being started.
   *
   * @param version of the spec that it has been told
   * @param paused whether it has been told to pause
   * @param heardAt when its last message arrived
   */
  record Alive(Launch launch, long version, boolean paused, long startedAt, long heardAt)
      implements Phase {}

  /**
   * A process that was told to end.
   *
   * @param killAt when it is killed
   * @param killed whether it was killed
   * @param hung the launch that hung, if that is the reason; null if the worker is not wanted any
   *     more
   */
  record Leaving(long killAt, boolean killed, @Nullable Launch hung) implements Phase {}

  /**
   * Ended unexpectedly.
   *
   * @param until when it is started again
   */
  record BackingOff(Launch launch, long until) implements Phase {}

  /** Ended, and another start of the same launch would fail again. */
  record Failed(Launch launch) implements Phase {}
}
