package dev.tidemark.worker;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The standard streams of a process that exchanges messages with its node over them.
 *
 * @param in messages from the node
 * @param out messages to the node
 */
record Standard(InputStream in, OutputStream out) {

  /**
   * Takes the streams away from the code of jobs: its output goes to the log, and its input is
   * empty. To be called before a class of a job is loaded.
   */
  static Standard takeOver() {
    System.setOut(System.err);
    System.setIn(InputStream.nullInputStream());
    return new Standard(
        new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
  }
}
