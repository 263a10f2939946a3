package dev.tidemark.node.replay;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A digest of what a partition holds: keys, values and timestamps, each record as often as it is
 * there. The order does not count, since between different keys it follows from when things
 * happened, not from what they are. The sum of the records' SHA-256, modulo 2<sup>256</sup>, with
 * their number (Bellare and Micciancio, 1997). Not thread-safe.
 */
final class ContentDigest {

  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private final MessageDigest sha256 = sha256();
  private BigInteger sum = BigInteger.ZERO;
  private long records;

  /** Takes one record. */
  void add(OutputRecord read) {
    sum = sum.add(new BigInteger(1, digest(read))).mod(MODULUS);
    records++;
  }

  /** Returns the number of records that it has taken. */
  long records() {
    return records;
  }

  /** 64 hexadecimal digits. */
  String hex() {
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(records).array());
    return HexFormat.of().formatHex(sha256.digest(sum.toByteArray()));
  }

  private byte[] digest(OutputRecord read) {
    update(read.key());
    update(read.value());
    return sha256.digest(ByteBuffer.allocate(Long.BYTES).putLong(read.timestamp()).array());
  }

  /** The length first, so that no two records are the same bytes in a row. */
  private void update(byte @Nullable [] bytes) {
    int length = bytes == null ? -1 : bytes.length;
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    if (bytes != null) {
      sha256.update(bytes);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
