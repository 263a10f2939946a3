package dev.tidemark.topology.jar;

import java.util.List;

/**
 * The class loader that limits what a job sees of its JVM: the Java platform, and the packages that
 * are part of the job API. Everything else of the engine stays invisible, so a job's own libraries
 * never meet the engine's versions of them.
 */
final class ApiClassLoader extends ClassLoader {

  private static final List<String> API_PREFIXES =
      List.of("dev.tidemark.topology.", "dev.tidemark.serde.", "org.apache.avro.", "org.slf4j.");

  static {
    ClassLoader.registerAsParallelCapable();
  }

  private final ClassLoader engine;

  ApiClassLoader(ClassLoader engine) {
    super("tidemark-api", ClassLoader.getPlatformClassLoader());
    this.engine = engine;
  }

  static boolean isApi(String className) {
    return API_PREFIXES.stream().anyMatch(className::startsWith);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (isApi(name)) {
      return engine.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }
}
