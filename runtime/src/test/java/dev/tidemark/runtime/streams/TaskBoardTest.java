package dev.tidemark.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.base.TaskStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskBoardTest {

  private static final TopicPartition CHANGELOG = partition("a.r1-panes-changelog", 1);

  private final TaskBoard board = new TaskBoard();
  private final Object consumer = new Object();

  @BeforeEach
  void know() {
    board.know(
        new SubTopologies(
            List.of(
                new SubTopologies.SubTopology(0, Set.of("orders", "users"), Set.of("users")),
                new SubTopologies.SubTopology(
                    1, Set.of("a.r1-window-repartition"), Set.of("panes", "progress")))));
  }

  @Test
  void shouldShowATaskAsRestoringUntilItsProcessorsStart() {
    board.assigned(consumer, Set.of(partition("orders", 0), partition("users", 0)));

    assertThat(board.tasks())
        .containsExactly(task("0_0", TaskStatus.State.RESTORING, 0, "orders-0", "users-0"));
    assertThat(board.isRestoring()).isTrue();

    board.started(new TaskId(0, 0));

    assertThat(board.tasks())
        .containsExactly(task("0_0", TaskStatus.State.RUNNING, 0, "orders-0", "users-0"));
    assertThat(board.isRestoring()).isFalse();
  }

  @Test
  void shouldCountWhatIsLeftToRestore() {
    board.assigned(consumer, Set.of(partition("a.r1-window-repartition", 1)));
    board.onRestoreStart(CHANGELOG, "panes", 10, 110);
    board.onRestoreStart(partition("a.r1-progress-changelog", 1), "progress", 0, 5);
    board.onBatchRestored(CHANGELOG, "panes", 59, 50);

    assertThat(board.tasks())
        .containsExactly(task("1_1", TaskStatus.State.RESTORING, 55, "a.r1-window-repartition-1"));

    board.onRestoreEnd(CHANGELOG, "panes", 100);
    board.onRestoreSuspended(partition("a.r1-progress-changelog", 1), "progress", 0);

    assertThat(board.tasks().get(0).restoreRemaining()).isZero();
  }

  @Test
  void shouldForgetWhatWentElsewhere() {
    board.assigned(consumer, Set.of(partition("orders", 0), partition("orders", 10)));
    board.assigned(new Object(), Set.of(partition("orders", 2)));
    board.started(new TaskId(0, 0));

    assertThat(board.tasks()).extracting(TaskStatus::id).containsExactly("0_0", "0_2", "0_10");

    board.stopped(new TaskId(0, 0));
    board.assigned(consumer, Set.of());

    assertThat(board.tasks()).extracting(TaskStatus::id).containsExactly("0_2");
  }

  @Test
  void shouldShowStandbysLastWithWhatTheyLack() {
    TopicPartition changelog = partition("a.r1-users-changelog", 0);
    board.assigned(consumer, Set.of(partition("a.r1-window-repartition", 1)));
    board.onUpdateStart(changelog, "users", 0);
    board.onBatchLoaded(changelog, "users", new TaskId(0, 0), 39, 40, 100);

    assertThat(board.tasks()).element(1).isEqualTo(task("0_0", TaskStatus.State.STANDBY, 60));

    board.onUpdateSuspended(
        changelog, "users", 40, 100, StandbyUpdateListener.SuspendReason.MIGRATED);

    assertThat(board.tasks()).hasSize(1);
  }

  @Test
  void shouldSayWhichPartitionsOfAStoreAreHere() {
    board.assigned(
        consumer,
        Set.of(
            partition("orders", 0),
            partition("users", 3),
            partition("a.r1-window-repartition", 1)));
    board.started(new TaskId(0, 3));

    assertThat(board.partitionsOf("users")).isEqualTo(Map.of(0, false, 3, true));
    assertThat(board.partitionsOf("panes")).isEqualTo(Map.of(1, false));
    assertThat(board.partitionsOf("unknown")).isEmpty();
  }

  private static TaskStatus task(
      String id, TaskStatus.State state, long left, String... partitions) {
    return new TaskStatus(id, List.of(partitions), state, left);
  }

  private static TopicPartition partition(String topic, int partition) {
    return new TopicPartition(topic, partition);
  }
}
