package dev.tidemark.cli.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.records.JsonBytes;
import dev.tidemark.records.ReadableBytes;
import dev.tidemark.records.TopicReading.Shown;
import dev.tidemark.records.TopicReading.ShownHeader;
import dev.tidemark.records.TopicWriting.Outgoing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {
  private static final byte[] GARBAGE = {0, 1, (byte) 0xff};
  private static final Envelope.Encoding TEXTS =
      new Envelope.Encoding(
          JsonBytes.plain("key", "string").orElseThrow(),
          JsonBytes.plain("value", "string").orElseThrow());

  private final ReadableBytes readable = new ReadableBytes(null);

  @Test
  void shouldReadBackEveryByteOfWhatItShows() {
    Shown shown =
        new Shown(
            2,
            7,
            Instant.parse("2026-11-20T10:00:00.123Z"),
            shown("a"),
            readable.of(GARBAGE, null),
            List.of(
                new ShownHeader("by", shown("me")),
                new ShownHeader("trace", readable.of(GARBAGE, "string")),
                new ShownHeader("by", shown("you")),
                new ShownHeader("by", shown(null))));

    Outgoing read = Envelope.read(Envelope.of(shown), TEXTS, List.of());

    assertThat(read.key()).isEqualTo(bytes("a"));
    assertThat(read.value()).isEqualTo(GARBAGE);
    assertThat(read.partition()).isEqualTo(2);
    assertThat(read.timestamp()).isEqualTo(shown.timestamp().toEpochMilli());
    assertThat(read.headers())
        .extracting(each -> each.name())
        .containsExactly("by", "by", "by", "trace");
    assertThat(read.headers())
        .extracting(each -> each.value())
        .containsExactly(bytes("me"), bytes("you"), null, GARBAGE);
  }

  @Test
  void shouldTakeNullForATombstone() throws IOException {
    Outgoing read = read("{'key':'a','value':null}");

    assertThat(read.value()).isNull();
    assertThat(read.partition()).isNull();
    assertThat(read.timestamp()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '|',
      value = {
        "7# is no object with key and value",
        "{'key':'a'}# has no value; write null to delete the key",
        "{'value':'a','valeu':1}# has fields that an envelope has not: valeu",
        "{'value':'a','partition':'x'}# partition must be a whole number",
        "{'value':'a','timestamp':'soon'}# timestamp is neither a time such as 2026-11-20T10:00:00Z nor milliseconds",
        "{'value':'a','headers':['x']}# headers must be an object with a text for each name",
        "{'value':'a','headers':{'x':{'y':1}}}# header x must be a text, null or {'base64': TEXT}",
        "{'value':'????','value_form':'base64'}# value is no Base64: Illegal base64 character 3f"
      })
  void shouldSayWhichFieldDoesNotFit(String line, String message) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message.replace('\'', '"'));
  }

  private static Outgoing read(String line) throws IOException {
    JsonNode json = new ObjectMapper().readTree(line.replace('\'', '"'));
    return Envelope.read(json, TEXTS, List.of());
  }

  private ReadableBytes.Shown shown(@Nullable String text) {
    return readable.of(text == null ? null : bytes(text), "string");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
