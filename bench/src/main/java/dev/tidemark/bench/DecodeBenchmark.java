package dev.tidemark.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times decoders on the same records. They take turns, round by round, so that whatever disturbs
 * the machine disturbs all of them; the median of the rounds counts, and the first third of them is
 * for the compiler.
 */
final class DecodeBenchmark {
  /** Few enough to lie in the processor's caches: what is measured is decoding. */
  private static final int RECORDS = 1_000;

  private final int rounds;
  private final long roundNanos;
  private final long seed;
  private final PrintStream out;
  private long sink;

  DecodeBenchmark(int rounds, int roundMs, long seed, PrintStream out) {
    this.rounds = rounds;
    this.roundNanos = roundMs * 1_000_000L;
    this.seed = seed;
    this.out = out;
  }

  /** One decoder of one case. What it returns depends on the value, so that nothing is left out. */
  interface Contender {
    long decode(byte[] bytes);
  }

  /** A decoder and its name; the first of a case is Tidemark's. */
  record Named(String name, Contender contender) {}

  /**
   * The same records for several decoders.
   *
   * @param timesFast how many times as fast as Avro's fast reader Tidemark should be
   */
  record Case(String name, double timesFast, List<byte[]> records, List<Named> contenders) {}

  /** Measures all cases; whether each is as fast as it should be. */
  boolean run() {
    boolean fast = true;
    for (Case each : new DecodeCases(RECORDS, seed).all()) {
      fast &= run(each);
    }
    return fast;
  }

  private boolean run(Case given) {
    int warmUp = rounds / 2 + 1;
    List<double[]> nanos = new ArrayList<>();
    given.contenders().forEach(contender -> nanos.add(new double[rounds]));
    for (int round = -warmUp; round < rounds; round++) {
      for (int i = 0; i < given.contenders().size(); i++) {
        double took = nanosPerRecord(given.contenders().get(i).contender(), given.records());
        if (round >= 0) {
          nanos.get(i)[round] = took;
        }
      }
    }
    return report(given, nanos.stream().map(DecodeBenchmark::median).toList());
  }

  private double nanosPerRecord(Contender contender, List<byte[]> records) {
    long start = System.nanoTime();
    long decoded = 0;
    long now = start;
    while (now - start < roundNanos) {
      for (byte[] bytes : records) {
        sink += contender.decode(bytes);
      }
      decoded += records.size();
      now = System.nanoTime();
    }
    return (double) (now - start) / decoded;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private boolean report(Case given, List<Double> medians) {
    double fastReader = Double.MAX_VALUE;
    ObjectNode json = new ObjectMapper().createObjectNode().put("case", given.name());
    for (int i = 0; i < medians.size(); i++) {
      String name = given.contenders().get(i).name();
      json.put(name + "_ns", Math.round(medians.get(i) * 10) / 10.0);
      if (name.startsWith("avro_fast")) {
        fastReader = Math.min(fastReader, medians.get(i));
      }
    }
    double times = fastReader / medians.get(0);
    boolean fast = times >= given.timesFast();
    json.put("times_avro_fast", Math.round(times * 100) / 100.0);
    json.put("should_be", given.timesFast()).put("fast_enough", fast);
    json.put("record_bytes", given.records().stream().mapToInt(b -> b.length).sum() / RECORDS);
    out.println(json);
    return fast;
  }

  /** Keeps what was decoded from being optimised away. */
  long sink() {
    return sink;
  }
}
