package dev.tidemark.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OpenResourcesTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void shouldCloseTheLastFirstAndEachOnce() throws Exception {
    OpenResources resources = new OpenResources();
    resources.open(() -> () -> closed.add("cluster"));
    resources.open(() -> () -> closed.add("job"));

    resources.close();
    resources.close();

    assertThat(closed).containsExactly("job", "cluster");
  }

  @Test
  void shouldGoOnClosingWhenOneFails() throws Exception {
    OpenResources resources = new OpenResources();
    resources.open(() -> () -> closed.add("cluster"));
    resources.open(
        () ->
            () -> {
              throw new IllegalStateException("stuck");
            });

    resources.close();

    assertThat(closed).containsExactly("cluster");
  }

  @Test
  void shouldOpenNothingOnceClosed() {
    OpenResources resources = new OpenResources();
    resources.close();

    assertThatIllegalStateException().isThrownBy(() -> resources.open(() -> () -> {}));
  }

  @Test
  void shouldWaitForWhatIsBeingOpenedAndCloseItToo() throws Exception {
    OpenResources resources = new OpenResources();
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch mayOpen = new CountDownLatch(1);
    var threads = Executors.newFixedThreadPool(2);
    Future<?> slow =
        threads.submit(
            () ->
                resources.open(
                    () -> {
                      opening.countDown();
                      mayOpen.await();
                      return () -> closed.add("slow");
                    }));
    opening.await();
    Future<?> closing = threads.submit(resources::close);

    mayOpen.countDown();
    closing.get();

    slow.get();
    assertThat(closed).containsExactly("slow");
    threads.shutdown();
  }
}
