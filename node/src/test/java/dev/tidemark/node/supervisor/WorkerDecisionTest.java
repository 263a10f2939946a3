package dev.tidemark.node.supervisor;

import static dev.tidemark.node.supervisor.WorkerDecision.STEADY_MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.worker.Message.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerDecisionTest {
  private static final JobSpec JOB = Specs.job("job", Map.of());
  private static final long HUNG_MS = WorkerTimeouts.DEFAULT.hungMs();

  @Test
  void shouldStartWhatIsWantedAndHasNoProcess() {
    WorkerDecision decision = decide(Slot.EMPTY, Optional.of(JOB), 7);

    assertThat(decision.actions()).containsExactly(new Action.Start(JOB, 1));
    assertThat(decide(decision.slot(), Optional.of(JOB), 8).actions()).isEmpty();
  }

  @Test
  void shouldNotStartWhatIsStopped() {
    JobSpec stopped = Specs.with(JOB, DesiredState.STOPPED);

    assertThat(decide(Slot.EMPTY, Optional.of(stopped), 0).actions()).isEmpty();
  }

  @Test
  void shouldTellARunningWorkerToPauseInsteadOfReplacingIt() {
    Slot running = started(JOB, 0);
    JobSpec paused = Specs.with(JOB, DesiredState.PAUSED);

    WorkerDecision decision = decide(running, Optional.of(paused), 1);

    assertThat(decision.actions()).containsExactly(new Action.Tell(true));
    assertThat(decide(decision.slot(), Optional.of(paused), 2).actions()).isEmpty();
    assertThat(decide(decision.slot(), Optional.of(JOB), 3).actions())
        .containsExactly(new Action.Tell(false));
  }

  @Test
  void shouldWaitForTheEndOfTheOldProcessBeforeItStartsTheNew() {
    JobSpec next = Specs.nextRun(JOB);
    WorkerDecision asked = decide(started(JOB, 0), Optional.of(next), 1_000);
    assertThat(asked.actions()).containsExactly(new Action.AskToEnd());

    assertThat(decide(asked.slot(), Optional.of(next), 30_999).actions()).isEmpty();
    WorkerDecision killed = decide(asked.slot(), Optional.of(next), 31_000);
    assertThat(killed.actions()).containsExactly(new Action.Kill());
    assertThat(decide(killed.slot(), Optional.of(next), 99_000).actions()).isEmpty();

    Slot gone = WorkerDecision.ended(killed.slot(), 1, Kind.PASSING, 99_001);
    assertThat(decide(gone, Optional.of(next), 99_001).actions())
        .containsExactly(new Action.Start(next, 2));
  }

  @Test
  void shouldWaitLongerAfterEachFailureAndForgetThemAfterASteadyRun() {
    List<Long> pauses = new ArrayList<>();
    long now = 0;
    Slot slot = started(JOB, now);
    for (int failure = 0; failure < 9; failure++) {
      slot = WorkerDecision.ended(slot, slot.starts(), Kind.PASSING, now);
      long until = ((Phase.BackingOff) slot.phase()).until();
      assertThat(decide(slot, Optional.of(JOB), until - 1).actions()).isEmpty();
      pauses.add(until - now);
      now = until;
      slot = decide(slot, Optional.of(JOB), now).slot();
    }
    assertThat(pauses)
        .containsExactly(
            1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L, 60_000L);

    Slot failed = WorkerDecision.ended(slot, slot.starts(), Kind.PASSING, now + STEADY_MS);

    assertThat(failed.phase())
        .isEqualTo(new Phase.BackingOff(Launch.of(JOB), now + STEADY_MS + 1_000));
  }

  @Test
  void shouldNotTryAgainWhatCannotGetBetterUntilItIsChanged() {
    Slot failed = WorkerDecision.ended(started(JOB, 0), 1, Kind.LASTING, 1);

    assertThat(decide(failed, Optional.of(JOB), 9_999_999).actions()).isEmpty();
    JobSpec paused = Specs.with(JOB, DesiredState.PAUSED);
    assertThat(decide(failed, Optional.of(paused), 2).actions()).isEmpty();
    JobSpec restarted = Specs.restarted(JOB);
    assertThat(decide(failed, Optional.of(restarted), 2).actions())
        .containsExactly(new Action.Start(restarted, 2));
  }

  @Test
  void shouldKillAndStartAgainWhatHangs() {
    Slot running = WorkerDecision.heard(started(JOB, 0), 1, 50);

    assertThat(WorkerDecision.isSilent(running, 60_049, WorkerTimeouts.DEFAULT)).isFalse();
    assertThat(WorkerDecision.isSilent(running, 60_050, WorkerTimeouts.DEFAULT)).isTrue();
    assertThat(decide(running, Optional.of(JOB), HUNG_MS + 49).actions()).isEmpty();
    WorkerDecision killed = decide(running, Optional.of(JOB), HUNG_MS + 50);
    assertThat(killed.actions()).containsExactly(new Action.Kill());

    Slot ended = WorkerDecision.ended(killed.slot(), 1, Kind.PASSING, 200_000);
    assertThat(ended.phase()).isEqualTo(new Phase.BackingOff(Launch.of(JOB), 201_000));
  }

  @Test
  void shouldPayNoAttentionToTheEndOfAnEarlierProcess() {
    Slot second =
        decide(WorkerDecision.ended(started(JOB, 0), 1, Kind.PASSING, 0), Optional.of(JOB), 5_000)
            .slot();

    assertThat(WorkerDecision.ended(second, 1, Kind.LASTING, 5_001)).isEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void shouldNeverHaveTwoProcessesAndComeToWhatIsWantedWhateverHappens(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      World world = new World(random);
      for (int step = 0; step < 200; step++) {
        world.disturb();
      }
      world.calmDown();
    }
  }

  private static WorkerDecision decide(Slot slot, Optional<JobSpec> wanted, long now) {
    return WorkerDecision.decide(slot, wanted, now, WorkerTimeouts.DEFAULT);
  }

  private static Slot started(JobSpec spec, long now) {
    return decide(Slot.EMPTY, Optional.of(spec), now).slot();
  }

  /** A machine on which processes obey, or don't, or fall over. */
  private static final class World {
    private final Random random;
    private Slot slot = Slot.EMPTY;
    private Optional<JobSpec> wanted = Optional.empty();
    private JobSpec newest = JOB;
    private long now;
    private Optional<Running> process = Optional.empty();

    private record Running(
        int start, JobSpec spec, boolean paused, boolean asked, boolean killed) {}

    World(Random random) {
      this.random = random;
    }

    void disturb() {
      switch (random.nextInt(8)) {
        case 0 -> newest = Specs.nextRun(newest);
        case 1 -> newest = Specs.restarted(newest);
        case 2 ->
            newest =
                Specs.with(
                    newest, DesiredState.values()[random.nextInt(DesiredState.values().length)]);
        case 3 -> wanted = Optional.empty();
        case 4 -> wanted = Optional.of(newest);
        case 5 -> processEnds(random.nextInt(4) == 0 ? Kind.LASTING : Kind.PASSING);
        case 6 -> slot = WorkerDecision.heard(slot, random.nextInt(slot.starts() + 1), now);
        default -> now += 1L << random.nextInt(19);
      }
      round();
    }

    /** From now on processes obey and live, and the operator requests a restart. */
    void calmDown() {
      newest = Specs.restarted(Specs.with(newest, DesiredState.RUNNING));
      wanted = Optional.of(newest);
      for (int i = 0; i < 1_000; i++) {
        round();
        if (process.filter(running -> running.asked() || running.killed()).isPresent()) {
          processEnds(Kind.PASSING);
        }
        slot = WorkerDecision.heard(slot, slot.starts(), now);
        now += 100;
      }
      assertThat(process).isPresent();
      assertThat(Launch.of(process.get().spec())).isEqualTo(Launch.of(newest));
      assertThat(process.get().paused()).isFalse();
      wanted = Optional.empty();
      round();
      assertThat(process.get().asked()).isTrue();
      processEnds(Kind.PASSING);
      round();
      assertThat(slot.phase()).isEqualTo(new Phase.Empty());
    }

    private void round() {
      WorkerDecision decision = decide(slot, wanted, now);
      slot = decision.slot();
      decision.actions().forEach(this::act);
      assertThat(slot.hasProcess()).isEqualTo(process.isPresent());
    }

    private void act(Action action) {
      if (action instanceof Action.Start start) {
        assertThat(process).as("the process before").isEmpty();
        assertThat(start.spec().desiredState()).isNotEqualTo(DesiredState.STOPPED);
        boolean paused = start.spec().desiredState() == DesiredState.PAUSED;
        process = Optional.of(new Running(start.start(), start.spec(), paused, false, false));
        return;
      }
      Running told = process.orElseThrow();
      if (action instanceof Action.Tell tell) {
        process =
            Optional.of(
                new Running(told.start(), told.spec(), tell.paused(), told.asked(), told.killed()));
      } else if (action instanceof Action.AskToEnd) {
        process = Optional.of(new Running(told.start(), told.spec(), told.paused(), true, false));
      } else {
        assertThat(told.killed()).as("killed before").isFalse();
        process = Optional.of(new Running(told.start(), told.spec(), told.paused(), true, true));
      }
    }

    private void processEnds(Kind kind) {
      process.ifPresent(
          running -> {
            process = Optional.empty();
            slot = WorkerDecision.ended(slot, running.start(), kind, now);
          });
    }
  }
}
