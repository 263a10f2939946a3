package dev.tidemark.worker;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The standard streams of a process that talks with its node over them.
 *
 * @param in what the node says
 * @param out what the node reads
 */
record Standard(InputStream in, OutputStream out) {

  /**
   * Keeps them from the code of jobs: what that prints goes to the log, and there is nothing for it
   * to read. To be called before a class of a job is loaded.
   */
  static Standard takeOver() {
    System.setOut(System.err);
    System.setIn(InputStream.nullInputStream());
    return new Standard(
        new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
  }
}
