package dev.tidemark.topology.eventtime.aggregate;

import dev.tidemark.topology.aggregation.AccumulatorCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/**
 * A signed integer of 128 bits: the sum of more longs than a stream can have. Intermediate sums may
 * leave the range of a long in any order of summands; only the result must fit.
 *
 * @param high the upper 64 bits, signed
 * @param low the lower 64 bits, unsigned
 */
public record Int128(long high, long low) {
  /** 0. */
  public static final Int128 ZERO = new Int128(0, 0);

  /** Encoding of stored sums: 16 bytes, big endian. */
  public static final AccumulatorCodec<Int128> CODEC = new Codec();

  /** Returns the number with the value of a long. */
  public static Int128 of(long value) {
    return new Int128(value >> 63, value);
  }

  /** This + a long. */
  public Int128 plus(long value) {
    return plus(value >> 63, value);
  }

  /**
   * This + another number.
   *
   * @throws ArithmeticException when the sum needs more than 128 bits, i.e. never for sums of fewer
   *     than 2^64 longs
   */
  public Int128 plus(Int128 other) {
    return plus(other.high, other.low);
  }

  private Int128 plus(long otherHigh, long otherLow) {
    long sumLow = low + otherLow;
    long carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
    long sumHigh = high + otherHigh + carry;
    // Both summands have one sign and the sum has the other.
    if (((high ^ sumHigh) & (otherHigh ^ sumHigh)) < 0) {
      throw new ArithmeticException("a sum needs more than 128 bits");
    }
    return new Int128(sumHigh, sumLow);
  }

  /** Returns whether the value fits a long. */
  public boolean isLong() {
    return high == low >> 63;
  }

  /**
   * Returns the value as a long.
   *
   * @throws ArithmeticException when it does not fit
   */
  public long toLongExact() {
    if (!isLong()) {
      throw new ArithmeticException(
          "the sum "
              + toBigInteger()
              + " does not fit a long; sum in a larger unit, or with sumDouble");
    }
    return low;
  }

  /** Returns the value, exactly. */
  public BigInteger toBigInteger() {
    BigInteger unsignedLow = new BigInteger(Long.toUnsignedString(low));
    return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(unsignedLow);
  }

  /** High half, low half. */
  private static final class Codec implements AccumulatorCodec<Int128> {
    @Override
    public void write(Int128 accumulator, DataOutput out) throws IOException {
      out.writeLong(accumulator.high);
      out.writeLong(accumulator.low);
    }

    @Override
    public Int128 read(DataInput in) throws IOException {
      return new Int128(in.readLong(), in.readLong());
    }

    @Override
    public String layout() {
      return "int128";
    }
  }
}
