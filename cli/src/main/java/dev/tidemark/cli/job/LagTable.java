package dev.tidemark.cli.job;

import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.client.api.job.AlertView;
import dev.tidemark.client.api.progress.LagView;
import dev.tidemark.client.api.progress.LagView.PartitionLag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The lag of a job as human-readable text. The first columns have the names of Kafka's tools. */
final class LagTable {
  private static final double STEADY_PER_SECOND = 0.5;

  private LagTable() {}

  static List<String> lines(LagView lag, boolean colored) {
    TextTable table =
        new TextTable(
            "TOPIC",
            "PARTITION",
            "CURRENT-OFFSET",
            "LOG-END-OFFSET",
            "LAG",
            "BEHIND",
            "WATERMARK",
            "SKEW",
            "LATE",
            "DEAD-LETTERS");
    for (PartitionLag partition : lag.partitions()) {
      table.row(
          partition.topic(),
          partition.partition(),
          partition.currentOffset(),
          partition.logEndOffset(),
          partition.lag(),
          Formatting.span(partition.behindMs()),
          partition.idle() ? "(idle)" : Formatting.instant(partition.watermark()),
          skew(partition),
          partition.late(),
          partition.deadLetters());
    }
    List<String> lines = new ArrayList<>();
    lines.add(summary(lag));
    lines.addAll(table.colored(colored).lines());
    return lines;
  }

  /** Returns one line for all partitions: lag, age, trend, and the time of catching up. */
  static String summary(LagView lag) {
    StringBuilder line = new StringBuilder();
    line.append("JOB ").append(lag.job()).append("  STATE ").append(lag.state());
    line.append("  LAG ").append(Formatting.count(lag.lag(), "record"));
    if (lag.behindMs() != null && lag.behindMs() > 0) {
      line.append(", ").append(Formatting.span(lag.behindMs())).append(" behind");
    }
    line.append(trend(lag.lagPerSecond()));
    if (lag.lag() == 0) {
      line.append(", caught up");
    } else if (lag.caughtUpInMs() != null) {
      line.append(", caught up in about ").append(Formatting.span(lag.caughtUpInMs()));
    }
    if (lag.recordsPerSecond() != null) {
      line.append(String.format(Locale.ROOT, ", %,.0f records/s", lag.recordsPerSecond()));
    }
    if (lag.deadLetters().total() > 0) {
      line.append(", ").append(alert(lag.deadLetters()));
    }
    return line.toString();
  }

  /** Formats the number of dead letters and its alert level. */
  static String alert(AlertView deadLetters) {
    String rate =
        deadLetters.perMinute() == null
            ? ""
            : String.format(Locale.ROOT, ", %,.0f/min", deadLetters.perMinute());
    return "%s (%s%s)"
        .formatted(Formatting.count(deadLetters.total(), "dead letter"), deadLetters.level(), rate);
  }

  private static String trend(@Nullable Double perSecond) {
    if (perSecond == null) {
      return "";
    }
    if (Math.abs(perSecond) < STEADY_PER_SECOND) {
      return ", steady";
    }
    return String.format(
        Locale.ROOT, ", %s (%+,.0f/s)", perSecond < 0 ? "falling" : "rising", perSecond);
  }

  /** Returns the skew; an idle partition holds no other back, so its skew has no meaning. */
  private static String skew(PartitionLag partition) {
    Long skew = partition.skewMs();
    if (skew == null || partition.idle()) {
      return "-";
    }
    return skew == 0 ? "0 s" : (skew > 0 ? "+" : "-") + Formatting.span(skew);
  }
}
