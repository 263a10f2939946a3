package dev.tidemark.topology.eventtime.exchange;

import dev.tidemark.topology.eventtime.time.ExchangeMismatchException;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an {@link ExchangeMessage}: a version, a kind, big-endian fields. Written by and for
 * this engine only; encoding can't fail, whatever the message holds.
 */
public final class ExchangeCodec {

  private static final int VERSION = 1;

  /** The same, but the origin has headers. */
  private static final int VERSION_WITH_HEADERS = 2;

  private static final int CONTROL = 0;
  private static final int PARTIAL = 1;
  private static final int ELEMENT = 2;
  private static final int MISSING = 3;
  private static final int CORRECTION = 4;

  /** As {@link #PARTIAL}, of which not all elements are counted; ends with how many are. */
  private static final int SHARED_PARTIAL = 5;

  /** As {@link #CORRECTION}, of which the element is not counted. */
  private static final int SHARED_CORRECTION = 6;

  private static final int ABSENT = -1;
  private static final SourceRecord NO_ORIGIN = new SourceRecord("", 0, -1, 0, null, null);

  private ExchangeCodec() {}

  /** Encodes a message. */
  public static byte[] encode(ExchangeMessage message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(originOf(message).headers().isEmpty() ? VERSION : VERSION_WITH_HEADERS);
      if (message instanceof ExchangeMessage.Control control) {
        writeControl(control.message(), out);
      } else if (message instanceof ExchangeMessage.Partial partial) {
        writePartial(partial, out);
      } else if (message instanceof ExchangeMessage.Element element) {
        writeElement(element, out);
      } else if (message instanceof ExchangeMessage.Correction correction) {
        writeCorrection(correction, out);
      } else if (message instanceof ExchangeMessage.Missing missing) {
        out.writeByte(MISSING);
        out.writeLong(missing.from());
        out.writeLong(missing.to());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns whether the bytes are a message that goes to all partitions. */
  public static boolean isControl(byte[] bytes) {
    return bytes.length > 1 && (bytes[1] == CONTROL || bytes[1] == MISSING);
  }

  /**
   * Decodes a message.
   *
   * @throws ExchangeMismatchException when these are not the bytes of one
   */
  public static ExchangeMessage decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION && version != VERSION_WITH_HEADERS) {
        throw new ExchangeMismatchException(
            "an exchange message has version %d, this engine reads %d and %d"
                .formatted(version, VERSION, VERSION_WITH_HEADERS));
      }
      ExchangeMessage message = read(in, version == VERSION_WITH_HEADERS);
      if (in.available() > 0) {
        throw new ExchangeMismatchException(
            "an exchange message has " + in.available() + " bytes too many");
      }
      return message;
    } catch (IOException e) {
      throw new ExchangeMismatchException(
          "an exchange message of " + bytes.length + " bytes ends too early: " + e);
    }
  }

  private static ExchangeMessage read(DataInputStream in, boolean headers) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case CONTROL -> readControl(in);
      case PARTIAL -> readPartial(in, headers);
      case SHARED_PARTIAL -> counted(readPartial(in, headers), in.readLong());
      case ELEMENT -> readElement(in, headers);
      case CORRECTION -> readCorrection(in, headers);
      case SHARED_CORRECTION -> uncounted(readCorrection(in, headers));
      case MISSING -> new ExchangeMessage.Missing(in.readLong(), in.readLong());
      default ->
          throw new ExchangeMismatchException("an exchange message has the unknown kind " + kind);
    };
  }

  private static void writeControl(ControlMessage message, DataOutputStream out)
      throws IOException {
    out.writeByte(CONTROL);
    out.writeUTF(message.exchange());
    out.writeInt(message.channel());
    out.writeInt(message.channels());
    out.writeLong(message.watermark().time());
    out.writeByte(message.activity().ordinal());
    out.writeLong(message.position());
  }

  private static ExchangeMessage readControl(DataInputStream in) throws IOException {
    return new ExchangeMessage.Control(
        new ControlMessage(
            in.readUTF(),
            in.readInt(),
            in.readInt(),
            new Watermark(in.readLong()),
            readActivity(in),
            in.readLong()));
  }

  private static ChannelStatus readActivity(DataInputStream in) throws IOException {
    int ordinal = in.readByte();
    ChannelStatus[] activities = ChannelStatus.values();
    if (ordinal >= 0 && ordinal < activities.length) {
      return activities[ordinal];
    }
    throw new ExchangeMismatchException("an exchange message has the unknown activity " + ordinal);
  }

  private static void writePartial(ExchangeMessage.Partial partial, DataOutputStream out)
      throws IOException {
    boolean isShared = partial.counted() != partial.count();
    out.writeByte(isShared ? SHARED_PARTIAL : PARTIAL);
    out.writeInt(partial.channel());
    out.writeLong(partial.first());
    out.writeLong(partial.last());
    out.writeLong(partial.count());
    writeBytes(partial.accumulator(), out);
    SourceRecord origin = partial.origin();
    out.writeBoolean(origin != null);
    if (origin != null) {
      writeOrigin(origin, out);
    }
    if (isShared) {
      out.writeLong(partial.counted());
    }
  }

  private static ExchangeMessage counted(ExchangeMessage.Partial partial, long counted) {
    return new ExchangeMessage.Partial(
        partial.channel(),
        partial.first(),
        partial.last(),
        partial.count(),
        counted,
        partial.accumulator(),
        partial.origin());
  }

  private static ExchangeMessage.Partial readPartial(DataInputStream in, boolean headers)
      throws IOException {
    return new ExchangeMessage.Partial(
        in.readInt(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        readPresent(in),
        in.readBoolean() ? readOrigin(in, headers) : null);
  }

  private static void writeCorrection(ExchangeMessage.Correction correction, DataOutputStream out)
      throws IOException {
    out.writeByte(correction.counted() == 0 ? SHARED_CORRECTION : CORRECTION);
    out.writeInt(correction.channel());
    out.writeLong(correction.first());
    out.writeLong(correction.last());
    writeBytes(correction.accumulator(), out);
    writeOrigin(correction.origin(), out);
  }

  private static ExchangeMessage uncounted(ExchangeMessage.Correction correction) {
    return new ExchangeMessage.Correction(
        correction.channel(),
        correction.first(),
        correction.last(),
        0,
        correction.accumulator(),
        correction.origin());
  }

  private static ExchangeMessage.Correction readCorrection(DataInputStream in, boolean headers)
      throws IOException {
    return new ExchangeMessage.Correction(
        in.readInt(), in.readLong(), in.readLong(), readPresent(in), readOrigin(in, headers));
  }

  private static void writeElement(ExchangeMessage.Element element, DataOutputStream out)
      throws IOException {
    out.writeByte(ELEMENT);
    out.writeLong(element.timestamp());
    out.writeLong(element.watermarkBefore());
    out.writeBoolean(element.woken());
    writeOrigin(element.origin(), out);
    writeBytes(element.element(), out);
  }

  private static ExchangeMessage readElement(DataInputStream in, boolean headers)
      throws IOException {
    return new ExchangeMessage.Element(
        in.readLong(), in.readLong(), in.readBoolean(), readOrigin(in, headers), readPresent(in));
  }

  private static void writeOrigin(SourceRecord origin, DataOutputStream out) throws IOException {
    out.writeUTF(origin.topic());
    out.writeInt(origin.partition());
    out.writeLong(origin.offset());
    out.writeLong(origin.timestamp());
    writeBytes(origin.key(), out);
    writeBytes(origin.value(), out);
    if (!origin.headers().isEmpty()) {
      out.writeInt(origin.headers().size());
      for (SourceRecord.Header header : origin.headers()) {
        writeBytes(header.name().getBytes(StandardCharsets.UTF_8), out);
        writeBytes(header.value(), out);
      }
    }
  }

  private static SourceRecord readOrigin(DataInputStream in, boolean headers) throws IOException {
    return new SourceRecord(
        in.readUTF(),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        readBytes(in),
        readBytes(in),
        headers ? readHeaders(in) : List.of());
  }

  private static List<SourceRecord.Header> readHeaders(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available()) {
      throw new ExchangeMismatchException("an exchange message claims " + count + " headers");
    }
    List<SourceRecord.Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      headers.add(
          new SourceRecord.Header(
              new String(readPresent(in), StandardCharsets.UTF_8), readBytes(in)));
    }
    return headers;
  }

  private static SourceRecord originOf(ExchangeMessage message) {
    SourceRecord origin = null;
    if (message instanceof ExchangeMessage.Partial partial) {
      origin = partial.origin();
    } else if (message instanceof ExchangeMessage.Element element) {
      origin = element.origin();
    } else if (message instanceof ExchangeMessage.Correction correction) {
      origin = correction.origin();
    }
    return origin == null ? NO_ORIGIN : origin;
  }

  private static void writeBytes(byte @Nullable [] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes == null ? ABSENT : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == ABSENT) {
      return null;
    }
    if (length < 0 || length > in.available()) {
      throw new ExchangeMismatchException(
          "an exchange message claims %d bytes where %d are left"
              .formatted(length, in.available()));
    }
    return in.readNBytes(length);
  }

  private static byte[] readPresent(DataInputStream in) throws IOException {
    byte[] bytes = readBytes(in);
    if (bytes == null) {
      throw new ExchangeMismatchException("an exchange message lacks its payload");
    }
    return bytes;
  }
}
