package dev.tidemark.bench;

import dev.tidemark.bench.DecodeBenchmark.Case;
import dev.tidemark.bench.DecodeBenchmark.Contender;
import dev.tidemark.bench.DecodeBenchmark.Named;
import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.WireFormat;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * The cases of the decode benchmark. Tidemark's decoder is the one that a job has: it also reads
 * the header, finds the writer's schema, checks that nothing is left over, and wraps the value.
 * Avro's readers get the place where the value begins and their decoder to use again.
 */
final class DecodeCases {
  private static final Schema BASKET =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Basket", "namespace": "dev.tidemark.bench", "fields": [
                {"name": "id", "type": {"type": "string", "avro.java.string": "String"}},
                {"name": "total", "type": "double"},
                {"name": "lines", "type": {"type": "array", "items":
                  {"type": "record", "name": "Line", "fields": [
                    {"name": "sku", "type": {"type": "string", "avro.java.string": "String"}},
                    {"name": "pieces", "type": "int"},
                    {"name": "cents", "type": "long"}]}}},
                {"name": "labels", "type": {"type": "map", "values": "long",
                  "avro.java.string": "String"}},
                {"name": "coupon", "type": ["null", "long"], "default": null}]}
              """);

  private static final Schema OLD_ORDER =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Order", "namespace": "dev.tidemark.schemas", "fields": [
                {"name": "user_id", "type": "string"},
                {"name": "order_id", "type": "string"},
                {"name": "amount_cents", "type": "int"},
                {"name": "shop", "type": "string"},
                {"name": "status", "type": {"type": "enum", "name": "OrderStatus",
                  "symbols": ["PENDING", "PAID", "CANCELLED"]}},
                {"name": "created_at", "type": "long"},
                {"name": "channel", "type": "string"},
                {"name": "currency", "type": "string"}]}
              """);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final int count;
  private final SplittableRandom random;

  DecodeCases(int count, long seed) {
    this.count = count;
    this.random = new SplittableRandom(seed);
  }

  List<Case> all() {
    List<byte[]> orders = orders();
    Type<Order> two = Types.avro(Order.class).only("status", "amount_cents");
    Schema partOfOrder = two.schema().orElseThrow();
    ToLongFunction<Order> amount = Order::getAmountCents;
    Named fastWhole =
        new Named("avro_fast_whole", avro(specific(Order.SCHEMA$, Order.SCHEMA$, true), amount));
    return List.of(
        new Case(
            "two of eight fields",
            2,
            orders,
            List.of(
                tidemark(two, amount),
                fastWhole,
                // Its own way to read two fields: into generic records, by a schema with two.
                new Named(
                    "avro_fast_two_generic",
                    avro(generic(Order.SCHEMA$, partOfOrder, true), DecodeCases::cents)),
                new Named(
                    "avro_two_generic",
                    avro(generic(Order.SCHEMA$, partOfOrder, false), DecodeCases::cents)))),
        new Case(
            "whole, generated class",
            1,
            orders,
            List.of(
                tidemark(Types.avro(Order.class), amount),
                new Named("avro_fast", avro(specific(Order.SCHEMA$, Order.SCHEMA$, true), amount)),
                new Named("avro", avro(specific(Order.SCHEMA$, Order.SCHEMA$, false), amount)))),
        wholeGeneric("whole, generic", Order.SCHEMA$, orders),
        wholeGeneric("whole, nested", BASKET, baskets()),
        new Case(
            "whole, older writer",
            1,
            oldOrders(),
            List.of(
                tidemark(Types.avro(Order.class), amount),
                new Named("avro_fast", avro(specific(OLD_ORDER, Order.SCHEMA$, true), amount)),
                new Named("avro", avro(specific(OLD_ORDER, Order.SCHEMA$, false), amount)))));
  }

  private Case wholeGeneric(String name, Schema schema, List<byte[]> records) {
    ToLongFunction<GenericRecord> use = DecodeCases::anything;
    return new Case(
        name,
        1,
        records,
        List.of(
            tidemark(Types.generic(schema), use),
            new Named("avro_fast", avro(generic(schema, schema, true), use)),
            new Named("avro", avro(generic(schema, schema, false), use))));
  }

  private static long cents(IndexedRecord part) {
    return (long) part.get(1);
  }

  private static long anything(IndexedRecord value) {
    return ((CharSequence) value.get(0)).length();
  }

  private <T> Named tidemark(Type<T> type, ToLongFunction<? super T> use) {
    Codec<T> codec = type.topicCodec(registry, "");
    return new Named(
        "tidemark",
        bytes -> {
          if (codec.decode(bytes) instanceof Decoded.Ok<T> ok) {
            return use.applyAsLong(ok.value());
          }
          throw new IllegalStateException("a record of the benchmark can't be decoded");
        });
  }

  private static <T> Contender avro(DatumReader<T> reader, ToLongFunction<? super T> use) {
    BinaryDecoder[] reused = new BinaryDecoder[1];
    return bytes -> {
      int from = WireFormat.HEADER_BYTES;
      BinaryDecoder in =
          DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, reused[0]);
      reused[0] = in;
      try {
        return use.applyAsLong(reader.read(null, in));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static DatumReader<Order> specific(Schema writer, Schema reader, boolean fast) {
    SpecificData data = new SpecificData(Order.class.getClassLoader());
    SpecificData.getForClass(Order.class).getConversions().forEach(data::addLogicalTypeConversion);
    data.setFastReaderEnabled(fast);
    return new SpecificDatumReader<>(writer, reader, data);
  }

  private static DatumReader<GenericRecord> generic(Schema writer, Schema reader, boolean fast) {
    GenericData data = new GenericData();
    data.setFastReaderEnabled(fast);
    return new GenericDatumReader<>(writer, reader, data);
  }

  private List<byte[]> orders() {
    registry.register("orders", Order.SCHEMA$);
    Codec<Order> codec = Types.avro(Order.class).topicCodec(registry, "orders");
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Order order = new Order();
      order.setOrderId("order-" + random.nextInt(100_000_000));
      order.setUserId("user-" + random.nextInt(1_000_000));
      order.setStatus(OrderStatus.values()[random.nextInt(3)]);
      order.setAmountCents(random.nextLong(50_000));
      order.setCreatedAt(Instant.ofEpochMilli(1_735_689_600_000L + random.nextInt()));
      order.setCurrency("EUR");
      order.setChannel(random.nextBoolean() ? "web" : "app");
      order.setNote(random.nextInt(4) == 0 ? "please ring the bell twice" : null);
      records.add(codec.encode(order));
    }
    return records;
  }

  private List<byte[]> oldOrders() {
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      GenericRecord order = new GenericData.Record(OLD_ORDER);
      order.put("user_id", "user-" + random.nextInt(1_000_000));
      order.put("order_id", "order-" + random.nextInt(100_000_000));
      order.put("amount_cents", random.nextInt(50_000));
      order.put("shop", "shop-" + random.nextInt(100));
      order.put(
          "status", new GenericData.EnumSymbol(OLD_ORDER.getField("status").schema(), "PAID"));
      order.put("created_at", 1_735_689_600_000L + random.nextInt());
      order.put("channel", "web");
      order.put("currency", "EUR");
      records.add(written(OLD_ORDER, order));
    }
    return records;
  }

  private List<byte[]> baskets() {
    Schema line = BASKET.getField("lines").schema().getElementType();
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<GenericRecord> lines = new ArrayList<>();
      for (int j = random.nextInt(1, 8); j > 0; j--) {
        GenericRecord one = new GenericData.Record(line);
        one.put("sku", "sku-" + random.nextInt(10_000));
        one.put("pieces", random.nextInt(1, 5));
        one.put("cents", random.nextLong(10_000));
        lines.add(one);
      }
      Map<String, Long> labels = new HashMap<>();
      for (int j = random.nextInt(4); j > 0; j--) {
        labels.put("label-" + random.nextInt(20), random.nextLong(1_000));
      }
      GenericRecord basket = new GenericData.Record(BASKET);
      basket.put("id", "basket-" + i);
      basket.put("total", random.nextDouble() * 1_000);
      basket.put("lines", lines);
      basket.put("labels", labels);
      basket.put("coupon", random.nextBoolean() ? null : random.nextLong(100));
      records.add(written(BASKET, basket));
    }
    return records;
  }

  private byte[] written(Schema schema, GenericRecord record) {
    registry.register("any", schema);
    return Types.generic(schema).topicCodec(registry, "any").encode(record);
  }
}
