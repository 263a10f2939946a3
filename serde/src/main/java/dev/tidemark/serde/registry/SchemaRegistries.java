package dev.tidemark.serde.registry;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Opens the registry that a configuration names: with {@link SchemaRegistryClient}, or with another
 * client that {@value #CLIENT_CLASS} names.
 *
 * <p>Such a class implements {@link SubjectRegistry} and has a public constructor with one
 * parameter, a {@code Map<String, String>}: the settings of the registry. It is looked for where
 * Tidemark's own classes are, never in the jar of a job, and is run only if it is such a class.
 */
public final class SchemaRegistries {
  /** The key that names another client's class. */
  public static final String CLIENT_CLASS = "schema.registry.client.class";

  private SchemaRegistries() {}

  /**
   * Opens a registry; nothing is asked of it yet.
   *
   * @param config its settings; other keys are left alone
   * @throws IllegalArgumentException names the key, what is wrong with it and what to do; never
   *     tells a credential
   */
  public static SubjectRegistry open(Map<String, String> config) {
    String name = config.getOrDefault(CLIENT_CLASS, "").strip();
    return name.isEmpty() || name.equals(SchemaRegistryClient.class.getName())
        ? new SchemaRegistryClient(RegistryConfig.from(config))
        : make(find(name), Map.copyOf(config));
  }

  /**
   * The text of a schema to register or to look up, without the marks that the Java generator
   * leaves ({@code avro.java.string}): they say nothing about the bytes, and with them the schema
   * would be another one than the same schema of another language.
   */
  public static String text(Schema schema) {
    return RegistrySchemas.text(schema);
  }

  private static Class<? extends SubjectRegistry> find(String name) {
    Class<?> found;
    try {
      found = Class.forName(name, false, SchemaRegistries.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException(
          CLIENT_CLASS
              + ": "
              + name
              + " is not on the class path: put its jar and what it needs into TIDEMARK_CLASSPATH",
          e);
    }
    if (!SubjectRegistry.class.isAssignableFrom(found)) {
      throw new IllegalArgumentException(
          CLIENT_CLASS + ": " + name + " does not implement " + SubjectRegistry.class.getName());
    }
    return found.asSubclass(SubjectRegistry.class);
  }

  private static SubjectRegistry make(
      Class<? extends SubjectRegistry> type, Map<String, String> config) {
    try {
      return type.getConstructor(Map.class).newInstance(config);
    } catch (InvocationTargetException e) {
      // Its message is that client's, which may quote what it was given.
      String cause = e.getTargetException().getClass().getSimpleName();
      throw new IllegalArgumentException(
          CLIENT_CLASS + ": " + type.getName() + " does not take its settings (" + cause + ")");
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalArgumentException(
          CLIENT_CLASS
              + ": "
              + type.getName()
              + " can't be made: it needs a public constructor with a Map, and all that it uses on the class path",
          e);
    }
  }
}
