package dev.tidemark.serde;

import dev.tidemark.serde.events.Colour;
import dev.tidemark.serde.events.Digest;
import dev.tidemark.serde.events.Everything;
import dev.tidemark.serde.events.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;

/** Seeded values of every kind. */
public final class RandomEvents {
  private final SplittableRandom random;

  public RandomEvents(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public Everything everything() {
    return Everything.newBuilder()
        .setText(text())
        .setNumber(random.nextInt())
        .setBig(number())
        .setRatio((float) random.nextDouble())
        .setPrecise(random.nextDouble() * number())
        .setFlag(random.nextBoolean())
        .setRaw(ByteBuffer.wrap(bytes(random.nextInt(20))))
        .setNothing(null)
        .setAt(millis())
        .setAtMicros(millis().plus(random.nextInt(1000), ChronoUnit.MICROS))
        .setDay(LocalDate.ofEpochDay(random.nextInt(-100_000, 100_000)))
        .setTime(LocalTime.ofNanoOfDay(random.nextLong(86_400_000) * 1_000_000))
        .setPrice(price())
        .setId(new UUID(random.nextLong(), random.nextLong()))
        .setMaybeText(random.nextBoolean() ? text() : null)
        .setMaybeAt(random.nextBoolean() ? millis() : null)
        .setColour(List.of(Colour.values()).get(random.nextInt(3)))
        .setDigest(new Digest(bytes(8)))
        .setPlace(place())
        .setPlaces(list(this::place))
        .setTimes(list(this::millis))
        .setCounts(map(this::number))
        .setPrices(map(this::price))
        .setEither(either())
        .setNothings(nothings())
        .build();
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int range = random.nextInt(4);
      int bound = range == 0 ? 0x80 : range == 1 ? 0x800 : range == 2 ? 0xd800 : 0x10ffff;
      int point = random.nextInt(bound);
      text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
    }
    return text.toString();
  }

  long number() {
    return random.nextLong() >> random.nextInt(64);
  }

  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return bytes;
  }

  public Instant millis() {
    return Instant.ofEpochMilli(random.nextLong(-4_000_000_000_000L, 4_000_000_000_000L));
  }

  private BigDecimal price() {
    return new BigDecimal(BigInteger.valueOf(number()), 2);
  }

  private Place place() {
    return Place.newBuilder().setName(text()).setSince(millis()).build();
  }

  private Object either() {
    return switch (random.nextInt(3)) {
      case 0 -> number();
      case 1 -> text();
      default -> place();
    };
  }

  private List<Void> nothings() {
    return list(() -> null);
  }

  private <E> List<E> list(Supplier<E> item) {
    List<E> list = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      list.add(item.get());
    }
    return list;
  }

  private <E> Map<String, E> map(Supplier<E> value) {
    Map<String, E> map = new HashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      map.put(text(), value.get());
    }
    return map;
  }
}
