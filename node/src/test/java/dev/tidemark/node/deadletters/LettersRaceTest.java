package dev.tidemark.node.deadletters;

import static dev.tidemark.node.deadletters.TestLetters.DLQ;
import static dev.tidemark.node.deadletters.TestLetters.bytes;
import static dev.tidemark.node.deadletters.TestLetters.deadLetter;
import static dev.tidemark.node.deadletters.TestLetters.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.deadletters.RequeueRequest;
import dev.tidemark.client.api.deadletters.RequeueView;
import dev.tidemark.runtime.base.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Many callers at the same time, cut off at any moment. */
class LettersRaceTest {

  @Test
  void shouldWriteOnceThoughManyRequeueAtTheSameTimeAndAreCutOff() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      MemoryTopics world = new MemoryTopics();
      world.create("orders", 2);
      world.create(DLQ, 2);
      List<DeadLetters> callers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        callers.add(new DeadLetters(world, Clock.systemUTC(), System::nanoTime, nanos -> {}));
      }
      int count = random.nextInt(1, 40);
      for (int i = 0; i < count; i++) {
        int p = random.nextInt(2);
        long offset =
            world.append(
                "orders", p, i, bytes("k" + i % 3), bytes("" + i), MemoryTopics.headers(Map.of()));
        world.append(
            DLQ,
            p,
            i,
            bytes("k" + i % 3),
            bytes("" + i),
            deadLetter("parse", "orders", p, offset, 0));
      }
      Map<String, Integer> originals = sizes(world);
      world.beforeCommit =
          () -> {
            if (random.nextInt(3) == 0) {
              world.supersede();
            }
          };
      String[] after = new String[callers.size()];
      boolean[] done = new boolean[callers.size()];
      while (!(done[0] && done[1] && done[2])) {
        int caller = random.nextInt(callers.size());
        RequeueView view =
            callers
                .get(caller)
                .requeue(
                    job(),
                    new RequeueRequest(
                        null, null, null, null, random.nextInt(1, 7), after[caller], null),
                    "ada",
                    Map::of);
        after[caller] = view.next();
        done[caller] = view.next() == null;
      }

      assertThat(copies(world, originals)).as("seed %d", seed).isEqualTo(count);
      assertOrder(world, seed);
    }
  }

  private static Map<String, Integer> sizes(MemoryTopics world) {
    Map<String, Integer> sizes = new TreeMap<>();
    for (int p = 0; p < 2; p++) {
      sizes.put("orders" + p, world.of("orders", p).size());
    }
    return sizes;
  }

  private static int copies(MemoryTopics world, Map<String, Integer> before) {
    return sizes(world).values().stream().mapToInt(Integer::intValue).sum()
        - before.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static void assertOrder(MemoryTopics world, long seed) {
    for (int p = 0; p < 2; p++) {
      Map<String, Integer> last = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> each : world.of("orders", p)) {
        if (MemoryTopics.header(each, DeadLetterHeaders.REQUEUE_OF) != null) {
          String key = new String(each.key(), StandardCharsets.UTF_8);
          int value = Integer.parseInt(new String(each.value(), StandardCharsets.UTF_8));
          assertThat(last.getOrDefault(key, -1)).as("seed %d key %s", seed, key).isLessThan(value);
          last.put(key, value);
        }
      }
    }
  }
}
