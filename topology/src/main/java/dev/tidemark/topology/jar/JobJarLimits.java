package dev.tidemark.topology.jar;

/**
 * Size limits of a job jar.
 *
 * @param fileBytesMax the size of the file
 * @param entriesMax the number of entries
 * @param serviceFileBytesMax the unpacked size of the file that names the jobs
 */
public record JobJarLimits(long fileBytesMax, int entriesMax, int serviceFileBytesMax) {

  /** 256 MiB in at most 65,000 entries; 64 KiB of job names. */
  public static final JobJarLimits DEFAULT = new JobJarLimits(256L << 20, 65_000, 64 << 10);

  public JobJarLimits {
    if (fileBytesMax <= 0 || entriesMax <= 0 || serviceFileBytesMax <= 0) {
      throw new IllegalArgumentException("limits of a job jar must be positive");
    }
  }
}
