package dev.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class ResourcesTest {
  private final List<String> closed = new CopyOnWriteArrayList<>();

  @Test
  void shouldCloseInReverseOrderAndOnce() {
    Resources resources = Resources.open("test", true);
    resources.take(() -> () -> closed.add("first"));
    resources.take(() -> () -> closed.add("second"));

    resources.close();
    resources.close();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void shouldCloseTheOthersWhenOneFailsToClose() {
    Resources resources = Resources.open("test", false);
    resources.take(() -> () -> closed.add("first"));
    resources.take(
        () ->
            () -> {
              throw new IllegalStateException("stuck");
            });

    resources.close();

    assertThat(closed).containsExactly("first");
  }

  @Test
  void shouldCloseWhatIsBeingTakenWhileItCloses() throws Exception {
    Resources resources = Resources.open("test", false);
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    Thread starter =
        new Thread(
            () ->
                resources.take(
                    () -> {
                      opening.countDown();
                      closing.await();
                      return () -> closed.add("late");
                    }));
    starter.start();
    opening.await();
    Thread closer = new Thread(resources::close);
    closer.start();
    Waiting.await(() -> closer.getState() == Thread.State.TIMED_WAITING, true);
    assertThat(closed).isEmpty();

    closing.countDown();

    closer.join();
    assertThat(closed).containsExactly("late");
  }

  @Test
  void shouldTakeNothingMoreOnceClosed() {
    Resources resources = Resources.open("test", false);
    resources.close();

    assertThatThrownBy(() -> resources.take(() -> () -> closed.add("never")))
        .isInstanceOf(StartException.class);
    assertThat(closed).isEmpty();
  }

  @Test
  void shouldPassOnWhyAnOpenerFailed() {
    Resources resources = Resources.open("test", false);

    assertThatThrownBy(
            () ->
                resources.take(
                    () -> {
                      throw new java.io.IOException("disk full");
                    }))
        .isInstanceOf(StartException.class)
        .hasMessage("could not start: disk full");
  }
}
