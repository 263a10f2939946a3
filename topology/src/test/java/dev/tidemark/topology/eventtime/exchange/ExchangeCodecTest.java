package dev.tidemark.topology.eventtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.topology.eventtime.time.ExchangeMismatchException;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExchangeCodecTest {

  @Test
  void shouldReadBackWhateverItWrote() {
    var random = new SplittableRandom(5);
    for (int i = 0; i < 5_000; i++) {
      ExchangeMessage message = anyMessage(random);

      ExchangeMessage back = ExchangeCodec.decode(ExchangeCodec.encode(message));

      assertThat(back).usingRecursiveComparison().isEqualTo(message);
      assertThat(ExchangeCodec.isControl(ExchangeCodec.encode(message)))
          .isEqualTo(
              message instanceof ExchangeMessage.Control
                  || message instanceof ExchangeMessage.Missing);
    }
  }

  @Test
  void shouldRefuseEveryMessageThatIsCutOff() {
    var random = new SplittableRandom(6);
    for (int i = 0; i < 200; i++) {
      byte[] whole = ExchangeCodec.encode(anyMessage(random));
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> ExchangeCodec.decode(cut))
            .as("%d of %d bytes", length, whole.length)
            .isInstanceOf(ExchangeMismatchException.class);
      }
    }
  }

  @Test
  void shouldRefuseWhatIsLeftOver() {
    byte[] whole = ExchangeCodec.encode(anyMessage(new SplittableRandom(7)));

    assertThatThrownBy(() -> ExchangeCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(ExchangeMismatchException.class);
  }

  @Test
  void shouldAnswerGarbageWithAMismatchAndNothingElse() {
    var random = new SplittableRandom(8);
    for (int i = 0; i < 20_000; i++) {
      byte[] garbage;
      if (random.nextBoolean()) {
        garbage = ExchangeCodec.encode(anyMessage(random));
        garbage[random.nextInt(garbage.length)] = (byte) random.nextInt();
      } else {
        garbage = bytes(random, 60);
        if (garbage.length > 1) {
          garbage[0] = 1;
          garbage[1] = (byte) random.nextInt(8);
        }
      }
      try {
        ExchangeCodec.decode(garbage);
      } catch (ExchangeMismatchException expected) {
        assertThat(expected).hasMessageNotContaining("\n");
      }
    }
  }

  private static ExchangeMessage anyMessage(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 ->
          new ExchangeMessage.Control(
              new ControlMessage(
                  "exchange-ü" + random.nextInt(),
                  random.nextInt(),
                  random.nextInt(),
                  new Watermark(random.nextLong()),
                  random.nextBoolean() ? ChannelStatus.ACTIVE : ChannelStatus.IDLE,
                  random.nextLong()));
      case 1 ->
          new ExchangeMessage.Partial(
              random.nextInt(),
              random.nextLong(),
              random.nextLong(),
              random.nextLong(),
              bytes(random, 20),
              random.nextBoolean() ? null : anyOrigin(random));
      case 3 ->
          new ExchangeMessage.Partial(
              random.nextInt(),
              random.nextLong(),
              random.nextLong(),
              random.nextInt(5, 9),
              random.nextInt(5),
              bytes(random, 20),
              random.nextBoolean() ? null : anyOrigin(random));
      case 4 ->
          new ExchangeMessage.Correction(
              random.nextInt(),
              random.nextLong(),
              random.nextLong(),
              random.nextInt(2),
              bytes(random, 20),
              anyOrigin(random));
      case 2 -> new ExchangeMessage.Missing(random.nextLong(), random.nextLong());
      default ->
          new ExchangeMessage.Element(
              random.nextLong(),
              random.nextLong(),
              random.nextBoolean(),
              anyOrigin(random),
              bytes(random, 20));
    };
  }

  private static SourceRecord anyOrigin(SplittableRandom random) {
    return new SourceRecord(
        "topic",
        random.nextInt(),
        random.nextLong(),
        random.nextLong(),
        maybe(random),
        maybe(random));
  }

  private static byte @Nullable [] maybe(SplittableRandom random) {
    return random.nextInt(4) == 0 ? null : bytes(random, 12);
  }

  private static byte[] bytes(SplittableRandom random, int lengthMax) {
    byte[] bytes = new byte[random.nextInt(lengthMax)];
    random.nextBytes(bytes);
    return bytes;
  }
}
