package dev.tidemark.worker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The signal handlers of a worker. {@code sun.misc.Signal} is supported ({@code jdk.unsupported},
 * JEP 260), but javac warns of it; hence by reflection.
 */
final class Signals {
  private Signals() {}

  /**
   * Installs the handlers. SIGTERM stops the worker. Ctrl-C in a terminal reaches the node's
   * children, too; the node decides what it means for them, so they ignore it.
   */
  static void handle(Runnable stop) {
    on("TERM", stop);
    on("INT", () -> {});
    on("HUP", () -> {});
  }

  private static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handlerType}, calling(action));
      Method handle = signal.getMethod("handle", signal, handlerType);
      handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // this platform has no such signal: it ends as any process does
    }
  }

  private static InvocationHandler calling(Runnable action) {
    return (proxy, method, arguments) -> {
      if (method.getName().equals("handle")) {
        action.run();
        return null;
      }
      return method.getName().equals("hashCode") ? (Object) System.identityHashCode(proxy) : null;
    };
  }
}
