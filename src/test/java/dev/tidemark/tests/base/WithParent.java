package dev.tidemark.tests.base;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another program's main method, and ends with the JVM that started it, however that ends: its
 * standard input is held open by it. So no server outlives a test.
 */
public final class WithParent {

  private WithParent() {}

  /** Arguments: the full name of the class, then its arguments. */
  public static void main(String[] args) throws Exception {
    Thread watch = new Thread(WithParent::haltWithParent, "with-parent");
    watch.setDaemon(true);
    watch.start();
    Class.forName(args[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static void haltWithParent() {
    try {
      while (System.in.read() >= 0) {
        continue; // nothing is said, only the end counts
      }
    } catch (IOException e) {
      System.err.println("standard input is broken: " + e);
    }
    Runtime.getRuntime().halt(1);
  }
}
