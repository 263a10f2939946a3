package dev.tidemark.tests.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Limits how much load the JVMs with integration tests put on the machine together. There are three
 * slots, each a locked file. A class takes one slot while it runs, a class that is {@link Heavy}
 * takes two. A class that has to wait holds back the classes after it, so that a heavy one gets its
 * turn. JUnit finds this extension by its service file. The locks of a JVM that dies are released
 * by the operating system.
 */
public final class TestSlots implements BeforeAllCallback, AfterAllCallback {

  private static final int SLOTS = 3;
  private static final int HEAVY_SLOTS = 2;
  private static final Path FOLDER = Path.of("target", "slots");
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  /** The open files by slot: closing one gives its lock back. */
  private final Map<Integer, FileChannel> held = new HashMap<>();

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Class<?> type = context.getRequiredTestClass();
    if (!isIntegrationTest(type)) {
      return;
    }
    Files.createDirectories(FOLDER);
    int wanted = type.isAnnotationPresent(Heavy.class) ? HEAVY_SLOTS : 1;
    try (FileChannel turn = open("turn")) {
      turn.lock(); // until the file is closed
      while (held.size() < wanted) {
        if (!takeOne()) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (isIntegrationTest(context.getRequiredTestClass())) {
      for (FileChannel slot : held.values()) {
        slot.close();
      }
      held.clear();
    }
  }

  private static boolean isIntegrationTest(Class<?> type) {
    return type.getEnclosingClass() == null && type.getSimpleName().endsWith("IT");
  }

  private boolean takeOne() throws IOException {
    for (int slot = 0; slot < SLOTS; slot++) {
      if (!held.containsKey(slot)) {
        FileChannel channel = open("slot-" + slot);
        if (channel.tryLock() != null) {
          held.put(slot, channel);
          return true;
        }
        channel.close();
      }
    }
    return false;
  }

  private static FileChannel open(String name) throws IOException {
    return FileChannel.open(
        FOLDER.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }
}
