package dev.tidemark.testkit;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.serde.Types.avro;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import dev.tidemark.topology.plan.InvalidTopologyException;
import dev.tidemark.topology.stage.base.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The errors of the test kit itself. */
class JobHarnessMisuseTest {

  private final JobHarness job = JobHarness.of(new SalesByRegion(), Map.of());

  @Test
  void shouldRefuseToSendToATopicThatTheJobDoesNotKnow() {
    assertThatThrownBy(() -> job.send("sale", "1", "a;1;1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the job neither reads nor writes topic sale; it knows [")
        .hasMessageContainingAll("sales", "shops", "sales-by-region", "sales-late");
    assertThatThrownBy(() -> job.sendBytes("sale", null, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the job neither reads nor writes topic sale;");
  }

  @Test
  void shouldRefuseToSendToATopicThatTheJobWrites() {
    assertThatThrownBy(() -> job.send("sales-by-region", "north", "north=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the job does not read sales-by-region");
    assertThat(job.results("sales-by-region")).isEmpty();
  }

  @Test
  void shouldRefuseToShowATopicThatTheJobDoesNotKnow() {
    assertThatThrownBy(() -> job.results("sales-by-regions"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the job neither reads nor writes topic sales-by-regions;");
    assertThatThrownBy(() -> job.values("sales-by-regions", String.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseAKeyOrValueOfAnotherClass() {
    assertThatThrownBy(() -> job.send("sales", 1L, "a;1;1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "the key for topic sales is of class java.lang.Long and can't be written as string,"
                + " which takes java.lang.String: ");
    assertThatThrownBy(() -> job.send("sales", "1", 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the value for topic sales is of class java.lang.Integer");
    assertThat(job.progress().sources()).allMatch(source -> source.read() == 0);
  }

  @Test
  void shouldRefuseToShowValuesOfAnotherClass() {
    job.send("shops", "a", "north").send("sales", "1", "a;5;5").send("sales", "1", "a;1;300");
    job.becomeIdle();

    assertThatThrownBy(() -> job.values("sales-by-region", Long.class))
        .isInstanceOf(ClassCastException.class)
        .hasMessage(
            "a value of topic sales-by-region is of class java.lang.String, not java.lang.Long");
  }

  @Test
  void shouldReportAllProblemsOfAJobThatCannotBePlanned() {
    StreamJob unfinished =
        new NamedJob(
            "unfinished",
            topology -> {
              topology.table("shops", STRING, STRING);
              topology.stream("sales", STRING).filter("Kept", sale -> true);
            });

    assertThatThrownBy(() -> JobHarness.of(unfinished, Map.of("rate", "2")))
        .isInstanceOf(InvalidTopologyException.class)
        .hasMessageContainingAll(
            "filter Kept: 'Kept' is not a legal name",
            "table shops: no stream is joined with it",
            "parameter rate: the job does not have it");
  }

  @Test
  void shouldFailTheTestOfAJobThatReadsAFieldItDoesNotName() {
    JobHarness partial =
        harness(
            topology ->
                topology.stream("orders", avro(Order.class).only(Order::getUserId))
                    .filter("paid", order -> order.getStatus() == OrderStatus.PAID)
                    .map("user", STRING, Order::getUserId)
                    .to("users-who-paid", STRING, user -> user, STRING));

    assertThatThrownBy(() -> partial.send("orders", "ann", paid("ann")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(
            "what the job writes to users-who-paid depends on a field that it does not say it reads",
            "only user_id");
  }

  @Test
  void shouldSendAndShowAvroRecords() {
    JobHarness copying =
        harness(
            topology ->
                topology.stream("orders", avro(Order.class))
                    .to("orders-copied", STRING, Order::getUserId, avro(Order.class)));

    copying
        .send("orders", null, paid("ann"))
        .sendBytes("orders", null, "no avro".getBytes(StandardCharsets.UTF_8));

    assertThat(copying.results("orders-copied"))
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.key()).isEqualTo("ann");
              assertThat(result.value()).isEqualTo(paid("ann"));
            });
    assertThat(copying.deadLetters()).extracting(DeadLetter::cause).containsExactly("WRONG_MAGIC");
  }

  private static JobHarness harness(Consumer<Topology> definition) {
    return JobHarness.of(new NamedJob("written-here", definition), Map.of());
  }

  private static Order paid(String user) {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    return new Order("o-1", user, OrderStatus.PAID, 100L, time, "EUR", "web", "note");
  }
}
