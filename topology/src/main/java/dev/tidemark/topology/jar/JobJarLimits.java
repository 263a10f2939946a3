package dev.tidemark.topology.jar;

/**
 * How large a job jar may be. A jar is read before anyone has looked at it, so nothing in it is
 * trusted to be small.
 *
 * @param fileBytesMax the size of the file
 * @param entriesMax the number of entries
 * @param unpackedBytesMax the sum of the entries' sizes, as the jar's directory states them
 * @param serviceFileBytesMax the size of the file that names the jobs
 */
public record JobJarLimits(
    long fileBytesMax, int entriesMax, long unpackedBytesMax, int serviceFileBytesMax) {

  /** 256 MiB in at most 100,000 entries, 1 GiB unpacked; 64 KiB of job names. */
  public static final JobJarLimits DEFAULT =
      new JobJarLimits(256L << 20, 100_000, 1L << 30, 64 << 10);

  public JobJarLimits {
    if (fileBytesMax <= 0 || entriesMax <= 0 || unpackedBytesMax <= 0 || serviceFileBytesMax <= 0) {
      throw new IllegalArgumentException("limits of a job jar must be positive");
    }
  }
}
