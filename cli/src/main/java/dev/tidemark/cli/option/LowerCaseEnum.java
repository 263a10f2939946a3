package dev.tidemark.cli.option;

import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.deadletters.ClosedWindow;
import dev.tidemark.client.api.job.Registering;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A converter and the completion candidates of an enum whose constants are typed in lower case. */
public abstract class LowerCaseEnum<E extends Enum<E>>
    implements ITypeConverter<E>, Iterable<String> {
  private final List<E> constants;

  private LowerCaseEnum(Class<E> type) {
    this.constants = Stream.of(type.getEnumConstants()).toList();
  }

  /** Returns a constant as it is typed. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public E convert(String text) {
    for (E constant : constants) {
      if (word(constant).equals(text)) {
        return constant;
      }
    }
    throw new TypeConversionException(
        "expected one of %s (case-sensitive) but was '%s'".formatted(words(), text));
  }

  @Override
  public Iterator<String> iterator() {
    return words().iterator();
  }

  private List<String> words() {
    return constants.stream().map(LowerCaseEnum::word).toList();
  }

  /** The policy for registering the schemas of a job's outputs. */
  public static final class Register extends LowerCaseEnum<Registering> {
    Register() {
      super(Registering.class);
    }
  }

  /** Policies for records whose window is closed. */
  public static final class Policy extends LowerCaseEnum<ClosedWindow> {
    Policy() {
      super(ClosedWindow.class);
    }
  }

  /** Roles of those who may ask a node. */
  public static final class Role extends LowerCaseEnum<Principal.Role> {
    Role() {
      super(Principal.Role.class);
    }
  }
}
