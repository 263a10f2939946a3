package dev.tidemark.cli.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Makes Ctrl-C and SIGTERM close what a command has opened. A shutdown hook could do that, too, but
 * not choose the exit code, nor let a further Ctrl-C end what hangs.
 *
 * <p>{@code sun.misc.Signal} is supported ({@code jdk.unsupported}, JEP 260), but javac warns of
 * it; hence by reflection.
 */
public final class StopSignals {
  /**
   * Time after the first Ctrl-C in which a second one only asks the user to wait: ending the JVM
   * now would leave unfinished work behind.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private StopSignals() {}

  /**
   * Handles signals from now on.
   *
   * @param resources what is closed
   * @param terminated the exit code on SIGTERM and SIGHUP; on Ctrl-C it is 130
   */
  public static void close(OpenResources resources, ExitCode terminated, Terminal terminal) {
    AtomicLong firstAt = new AtomicLong();
    for (String name : List.of("INT", "TERM", "HUP")) {
      int exitCode = (name.equals("INT") ? ExitCode.INTERRUPTED : terminated).number();
      handle(name, () -> stop(resources, exitCode, firstAt, terminal));
    }
  }

  /**
   * For a command that only looks: a signal ends it at once, and changes nothing.
   *
   * @param farewell the lines to print then
   */
  public static void leave(Terminal terminal, List<String> farewell) {
    leave(terminal, () -> farewell);
  }

  /** The same for lines that depend on the progress of the command. */
  public static void leave(Terminal terminal, Supplier<List<String>> farewell) {
    for (String name : List.of("INT", "TERM", "HUP")) {
      ExitCode exitCode = name.equals("INT") ? ExitCode.INTERRUPTED : ExitCode.TERMINATED;
      handle(
          name,
          () -> {
            if (terminal.errIsTty()) {
              terminal.err().println();
            }
            farewell.get().forEach(terminal.err()::println);
            Runtime.getRuntime().exit(exitCode.number());
          });
    }
  }

  private static void stop(
      OpenResources resources, int exitCode, AtomicLong firstAt, Terminal terminal) {
    long now = System.nanoTime();
    if (firstAt.compareAndSet(0, now)) {
      terminal.err().println();
      terminal.err().println("stopping");
      resources.closeAndExit(exitCode);
    } else if (now - firstAt.get() > PATIENCE.toNanos()) {
      Runtime.getRuntime().halt(exitCode);
    } else {
      terminal.err().println("still stopping");
    }
  }

  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      InvocationHandler handler =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              action.run();
              return null;
            }
            return method.getName().equals("hashCode")
                ? (Object) System.identityHashCode(proxy)
                : null;
          };
      Object proxy =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(), new Class<?>[] {handlerType}, handler);
      Method handle = signal.getMethod("handle", signal, handlerType);
      handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // This platform has no such signal, or the JVM was told to keep off (-Xrs): it ends as any
      // process does.
    }
  }
}
