package dev.tidemark.dev;

import java.util.concurrent.CountDownLatch;

/** Starts a cluster, and runs until the process is asked to end. */
final class DevClusterMain {
  private DevClusterMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.out.println("starting");
    try {
      System.out.println(DevCluster.start(DevCluster.Options.defaults()).schemaRegistryUrl());
    } catch (StartException e) {
      System.out.println(e.getMessage());
    }
    new CountDownLatch(1).await();
  }
}
