package dev.tidemark.serde.avro;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificFixed;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The generated classes that Avro may instantiate: those that a type token declares, and those that
 * the schema of a declared class refers to. A class that only a writer's schema names is never
 * among them.
 *
 * <p>Avro asks one predicate per JVM; this adds ours to what was there. It knows classes and not
 * names, so a class of the same name from another jar is not trusted with them; it holds them
 * weakly, so a job's classes can be unloaded.
 */
public final class TrustedClasses {
  private static final Set<Class<?>> TRUSTED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private static @Nullable ClassSecurityPredicate installed;

  private TrustedClasses() {}

  /** Trusts a declared class and all generated classes that its schema refers to. */
  public static void trust(Class<?> declared, Schema schema) {
    TRUSTED.add(declared);
    for (Schema named : NamedSchemas.within(schema)) {
      Class<?> generated = generatedClass(named, declared.getClassLoader());
      if (generated != null) {
        TRUSTED.add(generated);
      }
    }
    install();
  }

  private static synchronized void install() {
    ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    if (before == installed) {
      return;
    }
    ClassSecurityPredicate both = ClassSecurityValidator.composite(before, TRUSTED::contains);
    ClassSecurityValidator.setGlobal(both);
    installed = both;
  }

  /**
   * The class that was generated for a schema; null where there is none, or where the class is
   * something else.
   */
  private static @Nullable Class<?> generatedClass(Schema named, @Nullable ClassLoader loader) {
    String name = SpecificData.getClassName(named);
    while (true) {
      try {
        Class<?> found = Class.forName(name, false, loader);
        return isGenerated(found, named) ? found : null;
      } catch (ClassNotFoundException e) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
          return null;
        }
        name = name.substring(0, dot) + '$' + name.substring(dot + 1);
      }
    }
  }

  private static boolean isGenerated(Class<?> found, Schema named) {
    return switch (named.getType()) {
      case RECORD -> SpecificRecord.class.isAssignableFrom(found);
      case FIXED -> SpecificFixed.class.isAssignableFrom(found);
      case ENUM -> found.isEnum();
      default -> false;
    };
  }
}
