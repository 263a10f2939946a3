package dev.tidemark.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes Ctrl-C and SIGTERM close what a command has opened. A shutdown hook could do that, too, but
 * not choose the exit code, nor let a second Ctrl-C leave at once.
 *
 * <p>{@code sun.misc.Signal} is supported ({@code jdk.unsupported}, JEP 260), but javac warns of
 * it; hence by reflection.
 */
final class StopSignals {
  private static final Map<String, ExitCode> INTERRUPTS = Map.of("INT", ExitCode.INTERRUPTED);

  private StopSignals() {}

  /**
   * Handles signals from now on.
   *
   * @param resources what is closed
   * @param terminated the exit code on SIGTERM and SIGHUP; on Ctrl-C it is 130
   */
  static void close(OpenResources resources, ExitCode terminated, Terminal terminal) {
    AtomicBoolean first = new AtomicBoolean(true);
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      int exitCode = INTERRUPTS.getOrDefault(name, terminated).number();
      handle(
          name,
          () -> {
            if (!first.getAndSet(false)) {
              Runtime.getRuntime().halt(exitCode);
            }
            terminal.err().println();
            terminal.err().println("stopping (once more to leave at once)");
            resources.closeAndHalt(exitCode);
          });
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
