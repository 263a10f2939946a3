package dev.tidemark.registry;

import static dev.tidemark.registry.ClientContract.next;
import static dev.tidemark.registry.ClientContract.parse;
import static dev.tidemark.registry.ClientContract.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.CompatibilityCheck;
import dev.tidemark.serde.registry.CompatibilityLevel;
import dev.tidemark.serde.registry.IncompatibleSchemaException;
import dev.tidemark.serde.registry.SubjectRegistry;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Levels, and what they forbid. */
interface CompatibilityContract extends ClientContract {
  String A = "{'name':'a','type':'int'}";
  String A_LONG = "{'name':'a','type':'long'}";
  String B = "{'name':'b','type':'int'}";
  String B_WITH_DEFAULT = "{'name':'b','type':'int','default':1}";

  private static Schema order(int n, String... fields) {
    return parse(record("Order" + n, fields));
  }

  @ParameterizedTest
  @EnumSource(CompatibilityLevel.class)
  default void shouldSetAndReadTheLevelOfASubject(CompatibilityLevel level) {
    String subject = "levels-" + next();
    try (SubjectRegistry client = open()) {
      assertThat(client.compatibility(subject)).isEmpty();
      if (registry() == Registry.APICURIO && level == CompatibilityLevel.NONE) {
        assertThatThrownBy(() -> client.setCompatibility(subject, level))
            .as(Difference.LEVEL_NEEDS_A_SUBJECT.title())
            .isInstanceOf(SchemaNotFoundException.class);
        client.register(subject, order(next()));
      }

      client.setCompatibility(subject, level);

      assertThat(client.compatibility(subject)).contains(level);
    }
  }

  @Test
  default void shouldSetAndReadTheLevelOfAll() {
    try (SubjectRegistry client = open()) {
      CompatibilityLevel before = client.compatibility();
      client.setCompatibility(CompatibilityLevel.FULL_TRANSITIVE);
      assertThat(client.compatibility()).isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);

      client.setCompatibility(before);
      assertThat(client.compatibility()).isEqualTo(before);
    }
  }

  @Test
  default void shouldHearWhatBackwardForbids() {
    int n = next();
    String subject = "backward-" + n;
    try (SubjectRegistry client = open()) {
      client.setCompatibility(subject, CompatibilityLevel.BACKWARD);
      client.register(subject, order(n, A));

      assertThat(client.checkAgainstLatest(subject, order(n, A, B_WITH_DEFAULT)).compatible())
          .isTrue();
      assertThat(client.checkAgainstLatest(subject, order(n, A_LONG)).compatible()).isTrue();
      CompatibilityCheck check = client.checkAgainst(subject, 1, order(n, A, B));
      assertThat(check.compatible()).isFalse();
      assertThat(check.messages().isEmpty())
          .isEqualTo(registry() == Registry.APICURIO); // which gives no reasons
      assertThatThrownBy(() -> client.register(subject, order(n, A, B)))
          .isInstanceOf(IncompatibleSchemaException.class);
      assertThat(client.versions(subject)).containsExactly(1);
    }
  }

  @Test
  default void shouldHearWhatForwardForbids() {
    int n = next();
    String subject = "forward-" + n;
    try (SubjectRegistry client = open()) {
      client.setCompatibility(subject, CompatibilityLevel.FORWARD);
      client.register(subject, order(n, A));

      assertThat(client.checkAgainstLatest(subject, order(n, A, B)).compatible()).isTrue();
      assertThat(client.checkAgainstLatest(subject, order(n, A_LONG)).compatible()).isFalse();
      assertThatThrownBy(() -> client.register(subject, order(n, B)))
          .isInstanceOf(IncompatibleSchemaException.class);
    }
  }

  @Test
  default void shouldJudgeByTheLatestOrByAllVersionsAsTheLevelSays() {
    int n = next();
    String subject = "transitive-" + n;
    try (SubjectRegistry client = open()) {
      client.setCompatibility(subject, CompatibilityLevel.BACKWARD);
      client.register(subject, order(n, B));
      client.register(subject, order(n));
      client.setCompatibility(subject, CompatibilityLevel.BACKWARD_TRANSITIVE);
      Schema third = order(n, "{'name':'b','type':'string','default':''}");

      assertThat(client.checkAgainst(subject, 1, third).compatible()).isFalse();
      assertThat(client.checkAgainst(subject, 2, third).compatible()).isTrue();
      assertThatThrownBy(() -> client.register(subject, third))
          .isInstanceOf(IncompatibleSchemaException.class);
      client.setCompatibility(subject, CompatibilityLevel.BACKWARD);
      assertThat(client.register(subject, third)).isPositive();
    }
  }

  @Test
  default void shouldForbidNothingWithoutALevel() {
    int n = next();
    String subject = "none-" + n;
    try (SubjectRegistry client = open()) {
      client.register(subject, order(n, A));
      client.setCompatibility(subject, CompatibilityLevel.NONE);

      assertThat(client.checkAgainstLatest(subject, order(n, B)).compatible()).isTrue();
      assertThat(
              client.register(
                  subject, parse("{'type':'fixed','name':'F%d','size':1}".formatted(n))))
          .isPositive();
    }
  }
}
