package dev.tidemark.serde.avro;

import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData.InstanceSupplier;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Reads a record: a flat list of steps, in the order of the writer's fields. */
final class RecordReader implements ValueReader {
  private final Schema schema;
  private final InstanceSupplier instances;
  private RecordStep[] steps = {};
  private final int freeParts;
  private boolean holdsItself;

  /**
   * A reader without steps, so that a record can refer to itself while it is being compiled.
   *
   * @param freeParts how many parts of the record the writer has for no bytes
   */
  RecordReader(Schema schema, InstanceSupplier instances, int freeParts) {
    this.schema = schema;
    this.instances = instances;
    this.freeParts = freeParts;
  }

  void complete(List<RecordStep> all) {
    steps = all.toArray(RecordStep[]::new);
  }

  /** Found within itself, so that its values may be of any depth. */
  void markAsHoldingItself() {
    holdsItself = true;
  }

  @Override
  public Object read(AvroInput in) {
    if (holdsItself) {
      in.enter();
    }
    if (freeParts > 0) {
      in.countFreeParts(freeParts);
    }
    IndexedRecord record = (IndexedRecord) instances.newInstance(null, schema);
    for (RecordStep step : steps) {
      if (step.kind() >= RecordStep.SKIP) {
        skip(step, in);
      } else {
        record.put(step.position(), value(step, in));
      }
    }
    if (holdsItself) {
      in.leave();
    }
    return record;
  }

  @SuppressWarnings("NullAway") // a READ has a reader
  private static @Nullable Object value(RecordStep step, AvroInput in) {
    switch (step.kind()) {
      case RecordStep.READ:
        return step.reader().read(in);
      case RecordStep.STRING:
        return in.readString();
      case RecordStep.MAYBE_STRING:
        return in.readIndex(2) == step.number() ? null : in.readString();
      case RecordStep.LONG:
        return in.readLong();
      case RecordStep.INSTANT_MILLIS:
        return Instant.ofEpochMilli(in.readLong());
      case RecordStep.INT:
        return in.readInt();
      case RecordStep.DOUBLE:
        return in.readDouble();
      case RecordStep.BOOLEAN:
        return in.readBoolean();
      case RecordStep.ENUM:
        return symbol(step.values(), in);
      default:
        return step.values()[0];
    }
  }

  static Object symbol(@Nullable Object[] values, AvroInput in) {
    Object symbol = values[in.readIndex(values.length)];
    if (symbol == null) {
      throw Undecodable.incompatible("an enum has a symbol that its reader does not know");
    }
    return symbol;
  }

  @SuppressWarnings("NullAway") // a SKIP has a skipper
  private static void skip(RecordStep step, AvroInput in) {
    switch (step.kind()) {
      case RecordStep.SKIP_FIXED:
        in.skipFixed(step.number());
        break;
      case RecordStep.SKIP_NUMBER:
        in.readLong();
        break;
      case RecordStep.SKIP_BYTES:
        in.skipBytes();
        break;
      case RecordStep.SKIP_MAYBE_BYTES:
        if (in.readIndex(2) != step.number()) {
          in.skipBytes();
        }
        break;
      default:
        step.skipper().skip(in);
    }
  }
}
