package dev.tidemark.testkit;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.time.Duration;

/**
 * The cents of each minute and region. It reads sales as the text of {@link Sale}, at most 10 s out
 * of order, and the table {@code shops} of regions by shop; it filters sales of 0 cents.
 */
final class SalesByRegion implements StreamJob {

  @Override
  public void define(Topology topology) {
    var shops = topology.table("shops", STRING, STRING);
    topology.stream("sales", STRING)
        .eventTime(sale -> Sale.of(sale).time(), outOfOrderBy(Duration.ofSeconds(10)))
        .filter("worth", sale -> Sale.of(sale).cents() != 0)
        .join(
            shops,
            sale -> Sale.of(sale).shop(),
            (sale, region) -> region + ";" + Sale.of(sale).cents())
        .as(STRING)
        .keyBy(STRING, sale -> sale.split(";", -1)[0])
        .window("minutes", tumbling(Duration.ofMinutes(1)).lateTo("sales-late"))
        .aggregate(
            sum(sale -> Long.parseLong(sale.split(";", -1)[1])),
            (window, cents) -> window.key() + "=" + cents)
        .to("sales-by-region", STRING, result -> result.split("=", -1)[0], STRING);
  }
}
