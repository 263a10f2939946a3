package dev.tidemark.topology.dsl;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.util.Optional;
import org.apache.avro.Schema;

/** Text again, under another name. */
final class OtherString implements Type<String> {
  @Override
  public String description() {
    return "other string";
  }

  @Override
  public Class<String> javaClass() {
    return String.class;
  }

  @Override
  public Optional<Schema> schema() {
    return Optional.empty();
  }

  @Override
  public Codec<String> stateCodec() {
    return Types.STRING.stateCodec();
  }

  @Override
  public Codec<String> topicCodec(SchemaRegistry registry, String subject) {
    return stateCodec();
  }
}
