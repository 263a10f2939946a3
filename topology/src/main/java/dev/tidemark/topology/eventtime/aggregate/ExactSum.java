package dev.tidemark.topology.eventtime.aggregate;

import dev.tidemark.topology.aggregation.AccumulatorCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/**
 * The exact sum of doubles, {@code significand * 2^exponent}: no rounding before the result is
 * taken, so the order and the grouping of the summands are no part of the answer. Canonical: the
 * significand is odd, or all is 0, so equal sums have equal bytes. At most about 280 bytes, as
 * doubles reach from 2^-1074 to 2^1024; 8 to 20 bytes where the summands are of similar size.
 *
 * @param significand odd, or 0
 * @param exponent of 2; 0 if the significand is 0
 */
public record ExactSum(BigInteger significand, int exponent) {
  /** 0. */
  public static final ExactSum ZERO = new ExactSum(BigInteger.ZERO, 0);

  /** Encoding of stored sums: exponent, length and two's complement of the significand. */
  public static final AccumulatorCodec<ExactSum> CODEC = new Codec();

  private static final int SIGNIFICAND_BITS = 52;
  private static final long SIGNIFICAND_MASK = (1L << SIGNIFICAND_BITS) - 1;
  private static final int LEAST_EXPONENT = -1074;
  private static final int SIGNIFICAND_BYTES_MAX = 320;

  /**
   * Returns the sum with the value of a double.
   *
   * @throws ArithmeticException if it is NaN or infinite
   */
  public static ExactSum of(double value) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException(
          "can't sum " + value + "; filter elements that are no finite number before the window");
    }
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >> SIGNIFICAND_BITS) & 0x7ff;
    long fraction = bits & SIGNIFICAND_MASK;
    long magnitude = biased == 0 ? fraction : fraction | (1L << SIGNIFICAND_BITS);
    int exponent = LEAST_EXPONENT + Math.max(biased - 1, 0);
    return canonical(BigInteger.valueOf(bits < 0 ? -magnitude : magnitude), exponent);
  }

  /** This + another sum, exactly. */
  public ExactSum plus(ExactSum other) {
    if (exponent <= other.exponent) {
      return canonical(
          significand.add(other.significand.shiftLeft(other.exponent - exponent)), exponent);
    }
    return other.plus(this);
  }

  /**
   * Returns the double nearest to the sum, ties to even.
   *
   * @throws ArithmeticException if the sum is beyond the doubles
   */
  public double toDouble() {
    return nearest(significand, exponent);
  }

  /**
   * Returns the double nearest to this sum divided by a count: one rounding, ties to even.
   *
   * @param count more than 0
   */
  public double dividedBy(long count) {
    return quotient(significand, exponent, count);
  }

  /**
   * Returns the double nearest to the quotient of an integer and a count: one rounding, ties to
   * even.
   *
   * @param count more than 0
   */
  public static double quotient(BigInteger sum, long count) {
    return quotient(sum, 0, count);
  }

  private static double quotient(BigInteger significand, int exponent, long count) {
    if (count <= 0) {
      throw new ArithmeticException("there is no average of " + count + " elements");
    }
    BigInteger divisor = BigInteger.valueOf(count);
    // At least 66 bits of quotient, and one more that stands for all that follows: nothing that
    // decides the rounding to 53 bits is lost.
    int shift = Math.max(0, 66 + divisor.bitLength() - significand.bitLength());
    BigInteger[] parts = significand.abs().shiftLeft(shift).divideAndRemainder(divisor);
    BigInteger withSticky = parts[0].shiftLeft(1);
    if (parts[1].signum() != 0) {
      withSticky = withSticky.setBit(0);
    }
    BigInteger signed = significand.signum() < 0 ? withSticky.negate() : withSticky;
    return nearest(signed, exponent - shift - 1);
  }

  private static double nearest(BigInteger significand, int exponent) {
    BigInteger magnitude = significand.abs();
    int unit = Math.max(magnitude.bitLength() - 53 + exponent, LEAST_EXPONENT);
    int drop = unit - exponent;
    BigInteger rounded = drop <= 0 ? magnitude.shiftLeft(-drop) : halfEven(magnitude, drop);
    // At most 2^53, times a power of two that a double has: both steps are exact.
    double result = Math.scalb(rounded.doubleValue(), unit);
    if (Double.isInfinite(result)) {
      throw new ArithmeticException(
          "the result is beyond the range of a double; use a larger unit");
    }
    return significand.signum() < 0 ? -result : result;
  }

  private static BigInteger halfEven(BigInteger magnitude, int drop) {
    BigInteger floor = magnitude.shiftRight(drop);
    boolean half = magnitude.testBit(drop - 1);
    boolean more = magnitude.getLowestSetBit() < drop - 1;
    return half && (more || floor.testBit(0)) ? floor.add(BigInteger.ONE) : floor;
  }

  private static ExactSum canonical(BigInteger significand, int exponent) {
    if (significand.signum() == 0) {
      return ZERO;
    }
    int zeros = significand.getLowestSetBit();
    return new ExactSum(significand.shiftRight(zeros), exponent + zeros);
  }

  /** Exponent, length, two's complement. */
  private static final class Codec implements AccumulatorCodec<ExactSum> {
    @Override
    public void write(ExactSum accumulator, DataOutput out) throws IOException {
      byte[] bytes = accumulator.significand.toByteArray();
      out.writeShort(accumulator.exponent);
      out.writeShort(bytes.length);
      out.write(bytes);
    }

    @Override
    public ExactSum read(DataInput in) throws IOException {
      int exponent = in.readShort();
      int length = in.readShort();
      if (length < 1 || length > SIGNIFICAND_BYTES_MAX) {
        throw new IOException("an exact sum of " + length + " bytes");
      }
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      return canonical(new BigInteger(bytes), exponent);
    }

    @Override
    public String layout() {
      return "exact-double";
    }
  }
}
