package dev.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.bench.DecodeBenchmark.Case;
import dev.tidemark.bench.DecodeBenchmark.Named;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodeBenchmarkTest {

  @Test
  void shouldCompareDecodersThatAgreeAboutTheValues() {
    for (Case each : new DecodeCases(50, 1).all()) {
      for (byte[] bytes : each.records()) {
        assertThat(each.contenders())
            .as(each.name())
            .extracting(contender -> contender.contender().decode(bytes))
            .containsOnly(each.contenders().get(0).contender().decode(bytes));
      }
      assertThat(each.contenders()).extracting(Named::name).first().isEqualTo("tidemark");
      assertThat(each.contenders())
          .extracting(Named::name)
          .anyMatch(n -> n.startsWith("avro_fast"));
    }
  }

  @Test
  void shouldPrintOneObjectForEachCase() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DecodeBenchmark benchmark =
        new DecodeBenchmark(1, 1, 1, new PrintStream(out, true, StandardCharsets.UTF_8));

    boolean fast = benchmark.run();

    List<Boolean> each = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      JsonNode json = new ObjectMapper().readTree(line);
      assertThat(json.get("tidemark_ns").asDouble()).isPositive();
      assertThat(json.get("times_avro_fast").asDouble()).isPositive();
      each.add(json.get("fast_enough").asBoolean());
    }
    assertThat(each).hasSize(5);
    assertThat(fast).isEqualTo(!each.contains(false));
    assertThat(benchmark.sink()).isPositive();
  }
}
