package dev.tidemark.tests.parcel;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.reduce;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.EncodingException;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.testkit.JobHarness;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import dev.tidemark.topology.plan.explain.Explanation;
import dev.tidemark.topology.stage.base.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A job whose topic, exchange, key, state and results are all of a format of its author's. */
public class OwnFormatTest {
  private static final Type<Sale> SALE = Types.of(Sale.class, "sale-line-1", SaleLine::new);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  record Sale(String shop, long cents, Instant at) {}

  /** {@code shop|cents|instant}. */
  static final class SaleLine implements Codec<Sale> {
    @Override
    public byte[] encode(Sale sale) {
      if (sale.shop().contains("|")) {
        throw new EncodingException("a shop's name can't hold a bar", null);
      }
      return (sale.shop() + "|" + sale.cents() + "|" + sale.at()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Decoded<Sale> decode(byte @Nullable [] bytes) {
      if (bytes == null) {
        return new Decoded.Poison<>(PoisonCause.NULL, "there is no value", OptionalInt.empty());
      }
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\\|");
      try {
        return new Decoded.Ok<>(
            new Sale(parts[0], Long.parseLong(parts[1]), Instant.parse(parts[2])));
      } catch (RuntimeException e) {
        return new Decoded.Poison<>(
            PoisonCause.MALFORMED, "the bytes are no sale", OptionalInt.empty());
      }
    }
  }

  public static final class BestSale implements StreamJob {
    @Override
    public void define(Topology topology) {
      var managers = topology.table("managers", STRING, STRING);
      topology.stream("sales", SALE)
          .eventTime(Sale::at, outOfOrderBy(Duration.ofSeconds(1)))
          .join(managers, Sale::shop, (sale, manager) -> new Sale(manager, sale.cents(), sale.at()))
          .as(SALE)
          .keyBy(STRING, Sale::shop)
          .window("best", tumbling(Duration.ofMinutes(1)))
          .aggregate(reduce(SALE, (a, b) -> a.cents() >= b.cents() ? a : b), (window, best) -> best)
          .to("best", SALE, sale -> sale, SALE);
    }
  }

  @Test
  void shouldGoThroughEveryPartOfAJob() {
    JobHarness job = JobHarness.of(new BestSale(), Map.of());
    job.send("managers", "north", "mia").send("managers", "south", "tom");
    job.send("sales", "1", new Sale("north", 5, START))
        .send("sales", "2", new Sale("south", 9, START))
        .send("sales", "3", new Sale("north", 7, START.plusMillis(5)))
        .send("sales", "4", new Sale("north", 1, START.plusSeconds(90))) // completes the minute
        .sendBytes("sales", null, new byte[] {'?'})
        .restart()
        .becomeIdle();

    assertThat(job.values("best", Sale.class))
        .containsExactlyInAnyOrder(
            new Sale("mia", 7, START.plusMillis(5)), new Sale("tom", 9, START));
    assertThat(job.deadLetters())
        .extracting(DeadLetter::cause, DeadLetter::message)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("MALFORMED", "the bytes are no sale"));
  }

  @Test
  void shouldBeNamedInThePlan() {
    String plan = Explanation.text(JobPlanner.plan(new BestSale(), Map.of()));

    assertThat(plan).contains("stream sales: codec sale-line-1", "elements codec sale-line-1");
  }
}
