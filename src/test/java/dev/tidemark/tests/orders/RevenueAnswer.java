package dev.tidemark.tests.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.demo.PartitionLedger;
import dev.tidemark.schemas.RegionRevenue;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.tests.base.Checker;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.TestKafka;
import java.time.Instant;
import java.util.List;

/**
 * What {@link PaidRevenueByRegion} must have made of its orders once all are read and the last of
 * them have completed every window.
 *
 * @param results {@code REGION START END CENTS ORDERS}, in the order of each partition
 * @param late the late orders, as they were read
 * @param deadLetters what can't be understood, as it was read
 * @param ledger by partition
 * @param watermark up to where time is complete
 */
public record RevenueAnswer(
    Content results,
    Content late,
    Content deadLetters,
    List<PartitionLedger> ledger,
    Instant watermark) {

  /** Demands this answer of the topics, all of it in its order. */
  public void assertIn(TestKafka kafka, SchemaRegistry registry) {
    Codec<RegionRevenue> codec =
        Types.avro(RegionRevenue.class).topicCodec(registry, results.topic() + "-value");
    Content written =
        Content.of(
            results.topic(), kafka.read(results.topic()), value -> text(codec.decode(value)));
    assertThat(Checker.differences(results, written)).isEmpty();
    assertThat(Checker.differences(late, kafka.rawContent(late.topic()))).isEmpty();
    assertThat(Checker.differences(deadLetters, kafka.rawContent(deadLetters.topic()))).isEmpty();
  }

  private static String text(Decoded<RegionRevenue> decoded) {
    if (!(decoded instanceof Decoded.Ok<RegionRevenue> ok)) {
      return decoded.toString();
    }
    RegionRevenue revenue = ok.value();
    return "%s %d %d %d %d"
        .formatted(
            revenue.getRegion(),
            revenue.getWindowStart().toEpochMilli(),
            revenue.getWindowEnd().toEpochMilli(),
            revenue.getAmountCents(),
            revenue.getOrders());
  }

  /** For people. */
  public String report() {
    return "%d results, %d late, %d dead letters"
        .formatted(results.size(), late.size(), deadLetters.size());
  }
}
