package dev.tidemark.topology.jar;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.jar.JobJarException.Reason;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;

/** Makes a job of its class. */
final class JobFactory {

  private JobFactory() {}

  static StreamJob create(Class<?> type, Path jar) {
    if (!StreamJob.class.isAssignableFrom(type)) {
      throw notAJob(type, jar, "is not a StreamJob", "implement " + StreamJob.class.getName());
    }
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      throw notAJob(type, jar, "is abstract", "choose a class that can be created, with -c");
    }
    try {
      return (StreamJob) type.getConstructor().newInstance();
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      throw notAJob(
          type,
          jar,
          "can't be created",
          "make it public, with a public constructor without parameters");
    } catch (InvocationTargetException e) {
      throw constructorFailed(type, jar, e.getCause() == null ? e : e.getCause());
    } catch (ExceptionInInitializerError e) {
      throw constructorFailed(type, jar, e.getCause() == null ? e : e.getCause());
    }
  }

  static JobJarException classMissing(String className, Path jar, Throwable error) {
    String missing = String.valueOf(error.getMessage()).replace('/', '.');
    return new JobJarException(
        Reason.CLASS_MISSING,
        "'%s' in '%s' needs the class '%s', which is not in the jar"
            .formatted(className, jar, missing),
        "pack the library that holds it into the jar",
        error);
  }

  /** Returns a description of the exception in one line. */
  static String oneLine(Throwable error) {
    String text = error.getMessage() == null ? error.getClass().getName() : error.getMessage();
    return text.strip().lines().findFirst().orElse(error.getClass().getName());
  }

  private static JobJarException constructorFailed(Class<?> type, Path jar, Throwable cause) {
    if (cause instanceof NoClassDefFoundError) {
      return classMissing(type.getName(), jar, cause);
    }
    return new JobJarException(
        Reason.CONSTRUCTOR_FAILED,
        "the constructor of '%s' in '%s' failed: %s: %s"
            .formatted(type.getName(), jar, cause.getClass().getSimpleName(), oneLine(cause)),
        "see where it comes from with -v",
        cause);
  }

  private static JobJarException notAJob(Class<?> type, Path jar, String what, String hint) {
    return new JobJarException(
        Reason.NOT_A_JOB, "'%s' in '%s' %s".formatted(type.getName(), jar, what), hint);
  }
}
