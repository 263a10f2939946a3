package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.worker.Message.Kind;
import java.util.List;
import java.util.Optional;

/**
 * The decision about one worker, a pure function of the wanted spec, the current state and the
 * time.
 *
 * @param slot the state of the worker once the actions are under way
 * @param actions in this order
 */
record WorkerDecision(Slot slot, List<Action> actions) {
  static final long STEADY_MS = 300_000;
  static final long FIRST_PAUSE_MS = 1_000;
  static final long LONGEST_PAUSE_MS = 60_000;

  /**
   * Decides.
   *
   * @param spec empty if the node should have no worker of the job
   */
  static WorkerDecision decide(
      Slot slot, Optional<JobSpec> spec, long now, WorkerTimeouts timeouts) {
    Optional<JobSpec> wanted = spec.filter(known -> known.desiredState() != DesiredState.STOPPED);
    Phase phase = slot.phase();
    if (phase instanceof Phase.Alive alive) {
      return ofAlive(slot, alive, wanted, now, timeouts);
    }
    if (phase instanceof Phase.Leaving leaving) {
      return ofLeaving(slot, leaving, now);
    }
    if (wanted.isEmpty()) {
      return nothing(new Slot(new Phase.Empty(), slot.starts(), 0));
    }
    Launch launch = Launch.of(wanted.get());
    if (phase instanceof Phase.Failed failed && failed.launch().equals(launch)) {
      return nothing(slot);
    }
    if (phase instanceof Phase.BackingOff pause && pause.launch().equals(launch)) {
      return now < pause.until() ? nothing(slot) : start(slot, wanted.get(), now);
    }
    return start(new Slot(phase, slot.starts(), 0), wanted.get(), now);
  }

  /** Returns the slot after a message of a process. */
  static Slot heard(Slot slot, int start, long now) {
    if (start == slot.starts() && slot.phase() instanceof Phase.Alive alive) {
      return slot.with(
          new Phase.Alive(alive.launch(), alive.version(), alive.paused(), alive.startedAt(), now));
    }
    return slot;
  }

  /**
   * Returns the slot after a process has ended, or could not be started. The next action is decided
   * afterwards.
   */
  static Slot ended(Slot slot, int start, Kind kind, long now) {
    if (start != slot.starts()) {
      return slot;
    }
    if (slot.phase() instanceof Phase.Alive alive) {
      if (kind == Kind.LASTING) {
        return slot.with(new Phase.Failed(alive.launch()));
      }
      int before = now - alive.startedAt() >= STEADY_MS ? 0 : slot.failures();
      return backOff(slot, alive.launch(), before, now);
    }
    if (slot.phase() instanceof Phase.Leaving leaving) {
      return leaving.hung() == null
          ? new Slot(new Phase.Empty(), slot.starts(), 0)
          : backOff(slot, leaving.hung(), slot.failures(), now);
    }
    return slot;
  }

  /** Returns whether a process has been silent for longer than expected. */
  static boolean isSilent(Slot slot, long now, WorkerTimeouts timeouts) {
    return slot.phase() instanceof Phase.Alive alive
        && now - alive.heardAt() >= timeouts.silentMs();
  }

  static boolean isPaused(JobSpec spec) {
    return spec.desiredState() == DesiredState.PAUSED;
  }

  private static Slot backOff(Slot slot, Launch launch, int failuresBefore, long now) {
    long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failuresBefore, 10));
    return new Slot(new Phase.BackingOff(launch, now + pause), slot.starts(), failuresBefore + 1);
  }

  private static WorkerDecision ofAlive(
      Slot slot, Phase.Alive alive, Optional<JobSpec> wanted, long now, WorkerTimeouts timeouts) {
    if (wanted.isEmpty() || !Launch.of(wanted.get()).equals(alive.launch())) {
      return new WorkerDecision(
          slot.with(new Phase.Leaving(now + timeouts.endMs(), false, null)),
          List.of(new Action.AskToEnd()));
    }
    if (now - alive.heardAt() >= timeouts.hungMs()) {
      return new WorkerDecision(
          slot.with(new Phase.Leaving(now, true, alive.launch())), List.of(new Action.Kill()));
    }
    JobSpec spec = wanted.get();
    boolean paused = isPaused(spec);
    Phase told =
        new Phase.Alive(alive.launch(), spec.version(), paused, alive.startedAt(), alive.heardAt());
    return new WorkerDecision(
        slot.with(told), paused == alive.paused() ? List.of() : List.of(new Action.Tell(paused)));
  }

  private static WorkerDecision ofLeaving(Slot slot, Phase.Leaving leaving, long now) {
    if (leaving.killed() || now < leaving.killAt()) {
      return nothing(slot);
    }
    return new WorkerDecision(
        slot.with(new Phase.Leaving(leaving.killAt(), true, leaving.hung())),
        List.of(new Action.Kill()));
  }

  private static WorkerDecision start(Slot slot, JobSpec spec, long now) {
    Phase.Alive alive = new Phase.Alive(Launch.of(spec), spec.version(), isPaused(spec), now, now);
    int start = slot.starts() + 1;
    return new WorkerDecision(
        new Slot(alive, start, slot.failures()), List.of(new Action.Start(spec, start)));
  }

  private static WorkerDecision nothing(Slot slot) {
    return new WorkerDecision(slot, List.of());
  }
}
