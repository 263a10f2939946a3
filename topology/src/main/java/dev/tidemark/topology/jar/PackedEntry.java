package dev.tidemark.topology.jar;

/**
 * An entry as the jar's central directory states it; nothing of it is proved.
 *
 * @param name relative, with slashes; ends with one if it is a folder
 * @param mode the Unix file mode, 0 where none is stated
 * @param flags of the entry, as APPNOTE 4.4.4 numbers them
 * @param method 0 for stored, 8 for deflated
 * @param crc of the unpacked bytes
 * @param packed how many bytes it takes in the file
 * @param unpacked how many bytes it unpacks to
 * @param header where its local header starts
 */
record PackedEntry(
    String name,
    int mode,
    int flags,
    int method,
    long crc,
    long packed,
    long unpacked,
    long header) {

  private static final int TYPE_BITS = 0xF000;
  private static final int FILE = 0x8000;
  private static final int FOLDER = 0x4000;

  /** What older archivers of Maven write for folders. */
  private static final int UNSTATED = 0xFFFF;

  boolean isFolder() {
    return name.endsWith("/");
  }

  /** Whether it is a link, a device or the like. */
  boolean isSpecialFile() {
    int type = mode & TYPE_BITS;
    return mode != UNSTATED && type != 0 && type != FILE && type != FOLDER;
  }
}
