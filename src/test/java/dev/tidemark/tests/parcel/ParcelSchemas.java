package dev.tidemark.tests.parcel;

import org.apache.avro.Schema;

/** What producers of parcels write from version to version, and what the job reads. */
public final class ParcelSchemas {

  private static final String TEXT = "{'type':'string','avro.java.string':'String'}";
  private static final String ID = "{'name':'id','type':{'type':'string','logicalType':'uuid'}}";
  private static final String AT =
      "{'name':'at','type':{'type':'long','logicalType':'timestamp-millis'}}";
  private static final String DAY = "{'name':'day','type':{'type':'int','logicalType':'date'}}";
  private static final String PRICE =
      "{'name':'price','type':"
          + "{'type':'bytes','logicalType':'decimal','precision':12,'scale':2}}";
  private static final String INNER =
      "{'name':'inner','type':{'type':'array','items':'Parcel'},'default':[]}";

  private static final String KEPT_FIELDS =
      "{'name':'sender','type':T},{'name':'weight','type':'long'}";

  private static final String READ_ADDRESS =
      "{'type':'record','name':'ParcelAddress','namespace':'dev.tidemark.tests.parcel','fields':["
          + "{'name':'city','type':T},{'name':'zip','type':['null',T],'default':null},"
          + "{'name':'country','type':T,'default':'NO'}]}";

  /** What the job reads, keeps and writes. */
  static final Schema READER =
      schema(
          text(record(
                  "Parcel",
                  ID,
                  AT,
                  "{'name':'sender','type':T,'aliases':['customer','client']}",
                  "{'name':'weight','type':'double'}",
                  "{'name':'pieces','type':'long','default':1}",
                  PRICE,
                  DAY.replace("}}", "},'default':0}"),
                  "{'name':'kind','type':{'type':'enum','name':'ParcelKind',"
                      + "'symbols':['OTHER','LETTER','BOX'],'default':'OTHER'}}",
                  "{'name':'note','type':['null',T,'long'],'default':null}",
                  "{'name':'address','type':" + READ_ADDRESS + "}",
                  "{'name':'tags','type':{'type':'array','items':T},'default':[]}",
                  "{'name':'sizes','type':{'type':'map','values':'double',"
                      + "'avro.java.string':'String'},'default':{}}",
                  INNER))
              .replaceFirst("'fields'", "'aliases':['Package'],'fields'"));

  /** An older name of the record and of a field, smaller numbers, and less of everything. */
  static final Schema V1 =
      schema(
          record(
              "Package",
              "{'name':'colour','type':'string'}",
              "{'name':'client','type':'string'}",
              ID,
              "{'name':'weight','type':'int'}",
              AT,
              PRICE,
              kind("LETTER", "BOX"),
              "{'name':'address','type':"
                  + record("ParcelAddress", "{'name':'city','type':'string'}")
                  + "}",
              "{'name':'sizes','type':{'type':'map','values':'int'}}"));

  /** Another name of a field, symbols and fields that the job does not know, and parcels within. */
  static final Schema V2 =
      schema(
          record(
              "Parcel",
              AT,
              ID,
              "{'name':'customer','type':'string'}",
              "{'name':'pieces','type':'int'}",
              "{'name':'weight','type':'float'}",
              kind("PALLET", "BOX", "LETTER", "OTHER"),
              "{'name':'address','type':"
                  + record(
                      "ParcelAddress",
                      "{'name':'zip','type':['null','string']}",
                      "{'name':'street','type':'string'}",
                      "{'name':'city','type':'string'}")
                  + "}",
              DAY,
              "{'name':'note','type':['null','string']}",
              PRICE,
              "{'name':'tags','type':{'type':'array','items':'string'}}",
              INNER,
              "{'name':'sizes','type':{'type':'map','values':'long'}}"));

  /** In the registry a schema of its own, which {@link #V3} refers to. */
  static final String ADDRESS =
      record(
          "ParcelAddress",
          "{'name':'country','type':'string'}",
          "{'name':'city','type':'string'}",
          "{'name':'zip','type':['string','null']}");

  /** Without the schema that it refers to. */
  static final String V3_TEXT =
      record(
          "Parcel",
          "{'name':'trace','type':{'type':'array','items':"
              + "{'type':'map','values':['null','bytes']}}}",
          ID,
          AT,
          "{'name':'sender','type':'string'}",
          "{'name':'address','type':'dev.tidemark.tests.parcel.ParcelAddress'}",
          "{'name':'weight','type':'long'}",
          "{'name':'pieces','type':'long'}",
          PRICE,
          INNER,
          DAY,
          kind("CRATE", "OTHER", "LETTER", "BOX"),
          "{'name':'note','type':['long','null','string']}",
          "{'name':'tags','type':{'type':'array','items':'string'}}",
          "{'name':'sizes','type':{'type':'map','values':'double'}}");

  static final Schema V3 = v3();

  /** What the job can't read: the weight is a text. */
  static final Schema UNREADABLE =
      schema(
          V1.toString().replace("\"weight\",\"type\":\"int\"", "\"weight\",\"type\":\"string\""));

  /** Rows of the table, as they were at first. */
  static final Schema CITY_V1 =
      schema(text(record("City", "{'name':'name','type':T}", "{'name':'area','type':T}")));

  /** The same with a field by another name, and one more. */
  static final Schema CITY_V2 =
      schema(
          text(
              record(
                  "City",
                  "{'name':'people','type':'int'}",
                  "{'name':'region','type':T}",
                  "{'name':'name','type':T}")));

  /** What the job reads of the table. */
  public static final Schema CITY =
      schema(
          text(
              record(
                  "City",
                  "{'name':'name','type':T}",
                  "{'name':'region','type':T,'aliases':['area']}",
                  "{'name':'people','type':'long','default':-1}")));

  /** What the job reads of the table in an older version of itself. */
  static final Schema CITY_BEFORE =
      schema(
          text(
              record(
                  "City",
                  "{'name':'name','type':T}",
                  "{'name':'area','type':T,'aliases':['region']}")));

  /** What a window keeps. */
  static final Schema KEPT = schema(text(record("Kept", KEPT_FIELDS)));

  /** The same bytes, said in other words. */
  static final Schema KEPT_IN_OTHER_WORDS =
      schema(
          text(record("Kept", KEPT_FIELDS))
              .replaceFirst("'fields'", "'doc':'of a sender','aliases':['Sum'],'fields'"));

  /** Other bytes, which Avro would read if they had the schema with them. */
  static final Schema KEPT_WITH_MORE =
      schema(
          text(record("Kept", KEPT_FIELDS, "{'name':'urgent','type':'boolean','default':false}")));

  private ParcelSchemas() {}

  private static Schema v3() {
    Schema.Parser parser = new Schema.Parser();
    parser.parse(quoted(ADDRESS));
    return parser.parse(quoted(V3_TEXT));
  }

  /** With the mark that makes a text a {@code String} in Java. */
  private static String text(String json) {
    return json.replace(":T", ":" + TEXT).replace(",T", "," + TEXT);
  }

  private static String kind(String... symbols) {
    return "{'name':'kind','type':{'type':'enum','name':'ParcelKind','symbols':['"
        + String.join("','", symbols)
        + "']}}";
  }

  private static String record(String name, String... fields) {
    return "{'type':'record','name':'"
        + name
        + "','namespace':'dev.tidemark.tests.parcel','fields':["
        + String.join(",", fields)
        + "]}";
  }

  static String quoted(String json) {
    return json.replace('\'', '"');
  }

  static Schema schema(String json) {
    return new Schema.Parser().parse(quoted(json));
  }
}
