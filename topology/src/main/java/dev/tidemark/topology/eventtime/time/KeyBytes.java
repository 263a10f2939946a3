package dev.tidemark.topology.eventtime.time;

import java.util.Arrays;

/**
 * An encoded key, compared as unsigned bytes: the order in which windows fire and stores iterate.
 */
public final class KeyBytes implements Comparable<KeyBytes> {

  private final byte[] bytes;
  private final int hash;

  /** The bytes are not copied and must not change afterwards. */
  public KeyBytes(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /** Returns the bytes themselves, not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int compareTo(KeyBytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyBytes key && hash == key.hash && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
