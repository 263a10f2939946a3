package dev.tidemark.topology.jar;

/**
 * How large a job jar may be. A jar is read before anyone has looked at it, so nothing in it is
 * trusted to be small.
 *
 * @param fileBytesMax the size of the file
 * @param entriesMax the number of entries
 * @param unpackedBytesMax the sum of what the entries really unpack to
 * @param serviceFileBytesMax the size of the file that names the jobs
 * @param ratioMax how many times its size an entry may unpack to
 * @param ratioFreeBytes up to which size an entry is not asked for its ratio
 */
public record JobJarLimits(
    long fileBytesMax,
    int entriesMax,
    long unpackedBytesMax,
    int serviceFileBytesMax,
    int ratioMax,
    long ratioFreeBytes) {

  /**
   * 256 MiB in at most 65,000 entries, 1 GiB unpacked; 64 KiB of job names; beyond 10 MiB an entry
   * unpacks to less than 100 times its size.
   */
  public static final JobJarLimits DEFAULT =
      new JobJarLimits(256L << 20, 65_000, 1L << 30, 64 << 10, 100, 10L << 20);

  public JobJarLimits {
    if (fileBytesMax <= 0
        || entriesMax <= 0
        || unpackedBytesMax <= 0
        || serviceFileBytesMax <= 0
        || ratioMax <= 0
        || ratioFreeBytes <= 0) {
      throw new IllegalArgumentException("limits of a job jar must be positive");
    }
  }
}
