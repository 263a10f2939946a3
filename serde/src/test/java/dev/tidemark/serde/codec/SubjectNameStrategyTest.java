package dev.tidemark.serde.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class SubjectNameStrategyTest {
  private static final Schema ORDER = SchemaBuilder.record("shop.Order").fields().endRecord();

  @Test
  void shouldNameSubjectsByTopicUnlessToldOtherwise() {
    assertThat(SubjectNameStrategy.TOPIC_NAME.ofKey("orders", ORDER)).isEqualTo("orders-key");
    assertThat(SubjectNameStrategy.TOPIC_NAME.ofValue("orders", ORDER)).isEqualTo("orders-value");
  }

  @Test
  void shouldNameSubjectsByRecordKeysAndValuesAlike() {
    assertThat(SubjectNameStrategy.RECORD_NAME.ofKey("orders", ORDER)).isEqualTo("shop.Order");
    assertThat(SubjectNameStrategy.RECORD_NAME.ofValue("orders", ORDER)).isEqualTo("shop.Order");
  }

  @Test
  void shouldNameSubjectsByTopicAndRecord() {
    assertThat(SubjectNameStrategy.TOPIC_RECORD_NAME.ofValue("orders", ORDER))
        .isEqualTo("orders-shop.Order");
  }
}
